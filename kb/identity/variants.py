"""Tables of characters that stand for one another in Japanese names.

Written for this project. Each pair is the variant followed by the form it folds to.

- `OLD_FORMS`: the old forms that the table of jōyō kanji (常用漢字表, Cabinet notification of 2010)
  and the table of jinmeiyō kanji print beside the present ones, as far as they have a code point
  of their own. Those that Unicode holds as compatibility ideographs (社 U+FA4C, 海 U+FA45) are left
  out: normalisation form KC turns them into the present form.
- `NAME_VARIANTS`: further variants met in names of people, firms and places.
- `RADICALS`: the block CJK Radicals Supplement (U+2E80–2EF3), which text taken out of PDFs is full
  of and which form KC leaves alone but for two characters. Simplified Chinese radicals fold to the
  Japanese character, which a Japanese document means. Parts that are no character of their own
  fold to the character they are a part of.

Doubtful pairs, as decided:

- 斎 齋 齊 斉 are two characters (斎 and 斉), but people bearing them are written with all four, so
  they fold to one; likewise 龍/竜, 嶋/島, 舘/館, 冨/富, 渕/淵, 峯/峰, 埜/野.
- 藝/芸, 缺/欠, 絲/糸, 餘/余, 豫/予 and 辨瓣辯/弁 fold: the jōyō table made them one.
- 阪/坂, 碕/崎, 裡/裏, 薗/園, 刈/苅, 椙/杉, 巌/岩, 檀/壇 do not fold: they tell names apart.
- 一 (one) is never taken for a dash.
"""

from __future__ import annotations

OLD_FORMS = """
亞亜 惡悪 壓圧 圍囲 醫医 爲為 壹壱 隱隠 榮栄 營営 衞衛 驛駅 圓円 鹽塩 緣縁 艷艶 應応 歐欧 毆殴 櫻桜 奧奥 橫横 溫温 穩穏 假仮 價価 畫画 會会 繪絵 壞壊 懷懐 擴拡 殼殻
覺覚 學学 嶽岳 樂楽 罐缶 卷巻 陷陥 勸勧 寬寛 關関 歡歓 觀観 氣気 歸帰 僞偽 戲戯 犧犠 舊旧 據拠 擧挙 虛虚 峽峡 挾挟 狹狭 鄕郷 曉暁 區区 驅駆 勳勲 薰薫 徑径 莖茎 惠恵
揭掲 溪渓 經経 螢蛍 輕軽 繼継 鷄鶏 藝芸 擊撃 缺欠 硏研 縣県 儉倹 劍剣 險険 圈圏 檢検 獻献 權権 顯顕 驗験 嚴厳 廣広 效効 恆恒 黃黄 鑛鉱 號号 國国 黑黒 碎砕 濟済 齋斉
斎斉 劑剤 雜雑 參参 棧桟 蠶蚕 慘惨 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 將将 稱称 燒焼 證証 奬奨 條条
狀状 乘乗 淨浄 剩剰 疊畳 繩縄 壤壌 孃嬢 讓譲 釀醸 觸触 囑嘱 眞真 寢寝 愼慎 盡尽 圖図 粹粋 醉酔 穗穂 隨随 髓髄 樞枢 數数 瀨瀬 聲声 齊斉 靜静 竊窃 攝摂 專専 淺浅 戰戦
踐践 錢銭 潛潜 纖繊 禪禅 雙双 壯壮 爭争 莊荘 搜捜 插挿 揷挿 巢巣 曾曽 瘦痩 裝装 總総 騷騒 增増 藏蔵 臟臓 卽即 屬属 續続 墮堕 對対 體体 帶帯 滯滞 臺台 瀧滝 擇択 澤沢
擔担 單単 膽胆 團団 斷断 彈弾 遲遅 癡痴 蟲虫 晝昼 鑄鋳 廳庁 徵徴 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 點点 轉転 傳伝 燈灯 當当 黨党 盜盗 稻稲 鬭闘 鬪闘 德徳 獨独 讀読 屆届 貳弐
惱悩 腦脳 霸覇 拜拝 廢廃 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 甁瓶 拂払 佛仏 倂併 竝並 餠餅 邊辺 邉辺 變変 辨弁 瓣弁 辯弁 步歩 寶宝 豐豊 襃褒 飜翻 每毎 萬万 滿満
麵麺 默黙 彌弥 譯訳 藥薬 與与 豫予 餘余 譽誉 搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 勵励 禮礼 隸隷 靈霊 齡齢 曆暦 歷歴 戀恋 鍊錬 爐炉 勞労 郞郎
樓楼 錄録 灣湾 龜亀 頰頬 塡填 剝剥 戾戻 淚涙 產産 彥彦 顏顔 說説 稅税 脫脱 悅悦 閱閲 銳鋭 內内 吳呉 娛娯 旣既 敎教 絕絶 飮飲 淸清 靑青 戶戸 囘回 尙尚 屛屏 巖巌 强強
敘叙 昻昂 晉晋 涉渉 渴渇 獎奨 晚晩 瑤瑶 遙遥 堯尭 檜桧 槇槙 禰祢 亙亘 凜凛 萠萌 祿禄 曻昇 穰穣 嶌島 戱戯 舍舎 駈駆 麪麺 劒剣 劔剣 剱剣 釼剣 圀国 恊協 皷鼓 逹達 鄰隣
耻恥 髙高 舖舗 眾衆 嚙噛 俠侠 啞唖 囊嚢 鷗鴎 驒騨 蟬蝉 蔣蒋 醬醤 麴麹 繡繍 萊莱 噓嘘 摑掴 搔掻 潑溌 焰焔 瀆涜 簞箪 鹼鹸 顚顛 禱祷 幷并 屢屡 攪撹 彎弯 軀躯 鶯鴬 籠篭
蠟蝋 蠣蛎 檮梼 壺壷 蘆芦 藪薮 鰺鯵 鰮鰯 礪砺 竈竃 濤涛 槪概 姬姫 凉涼 晄晃 寳宝
"""

NAME_VARIANTS = """
﨑崎 嵜崎 㟢崎 嶋島 冨富 峯峰 淵渕 渊渕 舘館 埜野 凬風 㐂喜 𠮷吉 圡土 桒桑 栁柳 桺柳 𣘺橋 槗橋 濵浜 頴穎 靏鶴 靍鶴 穐秋 龝秋 礒磯 栢柏 讚讃 枩松 邨村 仝同 舩船 廚厨
鐡鉄 銕鉄 兔兎 煕熙 羣群 畧略 珎珍 㐧第 聦聡 聰聡 惪徳 悳徳 盖蓋 綫線 罸罰 膓腸 欝鬱 鐮鎌 毗毘 籔薮 𦚰脇 栅柵 壻婿 寃冤 弍弐 弌一 沒没 迯逃 鈎鉤 鑒鑑 閒間 襍雑 蕚萼
蘂蕊 桝枡 杦杉 冝宜 宻密 泻潟 縂総 竒奇 𠮟叱 龟亀 躰体 囯国 斈学 亰京
舉挙 翆翠 蘓蘇 熈熙 卆卒 夛多 梦夢 冰氷 决決 况況 凖準 烟煙 攜携 乕虎 緜綿 澂澄 徃往 軆体 蠅蝿 廸迪 葢蓋
"""

# From U+2E80 on, sixteen a row; a full stop keeps the place of a code point that folding leaves
# alone (U+2E9A is unassigned; 2E9F and 2EF3 have a compatibility mapping of their own).
RADICALS = """
冫厂乛乚乙人冂几刀刀卜卩小小兀尢
尢尢巳幺彑彐心心手攵.旡日月歹.
民水水火爪爪爿牛犬王疋目示示竹糸
糸网网网网网羊羊羊老聿聿肉臼艸艸
艸虎衣襾西見角角言貝足車辶辶辶邑
金長長長門阜阜雨青韋頁風飛食食食
食首馬骨鬼魚鳥鹵麦黄黽斉斉歯歯竜
竜亀亀.
"""

_FIRST_RADICAL = 0x2E80
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))


def _characters() -> dict[int, str | None]:
    """Put the tables together; a radical folds through the pairs as any character does."""
    pairs = {pair[0]: pair[1] for pair in (OLD_FORMS + NAME_VARIANTS).split()}
    table: dict[int, str | None] = {ord(variant): form for variant, form in pairs.items()}
    for place, form in enumerate("".join(RADICALS.split())):
        if form != ".":
            table[_FIRST_RADICAL + place] = pairs.get(form, form)
    return table | dict.fromkeys(_SELECTORS)


# For str.translate, after normalisation: variant → the form it folds to, selectors → nothing.
CHARACTERS: dict[int, str | None] = _characters()
