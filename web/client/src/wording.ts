// What the component says, in both languages; the server's `texts` may say it better.

export type Language = "ja" | "en";

const WORDS = {
  ja: {
    loading: "図を読み込んでいます…",
    empty: "この条件では、図に描くつながりがありません。",
    failed: "図のデータを読み込めませんでした。",
    failed_more: "表とほかのページはそのまま使えます。通信を確かめて、もう一度お試しください。",
    retry: "図をもう一度読み込む",
    no_webgl:
      "この画面では図を描けません（WebGL が使えません）。同じ内容が表にあります。 / This screen cannot draw the picture (no WebGL). The table says the same.",
    stage:
      "つながりの図。Tab で次のもの、Shift+Tab で前のもの、Enter でそのページを開く、Esc で選択を離れる、矢印で移動、+ と − で拡大・縮小、0 で全体。",
    zoom_in: "拡大する",
    zoom_out: "縮小する",
    whole: "全体を見る",
    fullscreen: "画面いっぱいに広げる",
    leave_fullscreen: "元の大きさに戻す",
    ties: "つながり{n}",
    again: "もう一度触れるとページを開きます",
    hint: "印に触れるとつながりが見え、押すとページが開きます。",
    hint_touch: "印に触れるとつながりが見え、もう一度触れるとページが開きます。",
    hint_wheel: "図を押したあとは、ホイールで拡大できます。",
    strong: "強",
    medium: "中",
    weak: "弱",
    inferred: "推定",
    former: "以前",
    planned: "予定",
    bridge: "橋渡し",
    aggregate: "まとまり",
    between: "・",
    suggestions: "候補",
  },
  en: {
    loading: "Loading the picture …",
    empty: "Under these conditions there is no tie to draw.",
    failed: "The picture's data could not be loaded.",
    failed_more: "The table and the other pages still work. Check the connection and try again.",
    retry: "Load the picture again",
    no_webgl:
      "This screen cannot draw the picture (no WebGL). The table says the same. / この画面では図を描けません。同じ内容が表にあります。",
    stage:
      "Picture of ties. Tab: next, Shift+Tab: previous, Enter: open its page, Esc: leave, arrows: move, + and −: zoom, 0: the whole.",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    whole: "Show the whole",
    fullscreen: "Fill the screen",
    leave_fullscreen: "Back to its size",
    ties: "ties: {n}",
    again: "touch again to open its page",
    hint: "Point at a mark to see its ties; press it to open its page.",
    hint_touch: "Touch a mark to see its ties; touch it again to open its page.",
    hint_wheel: " After pressing the picture, the wheel zooms.",
    strong: "strong",
    medium: "medium",
    weak: "weak",
    inferred: "inferred",
    former: "former",
    planned: "planned",
    bridge: "bridges",
    aggregate: "a group",
    between: " · ",
    suggestions: "Suggestions",
  },
} as const;

export type Word = keyof (typeof WORDS)["ja"];
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

/** Give the speaker of one language; `texts` from the server go before our own. */
export function wording(language: string | undefined, texts: Readonly<Record<string, string>> = {}): Say {
  const words = WORDS[language === "en" ? "en" : "ja"];
  return (word, values = {}) =>
    (texts[word] ?? words[word]).replace(/\{(\w+)\}/g, (field, name: string) =>
      String(values[name] ?? field),
    );
}
