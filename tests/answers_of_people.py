"""What the documents say of producers, clusters and firms: Q01–Q11 of shared/questions.md."""

from __future__ import annotations

from tests.expected_answers import Expected

DETAIL = ("item", "answer", "detail")

SEVEN = (
    ("中島 清一", "大阪大学大学院 医学系研究科", "特任教授", "医療機器"),
    ("平井 寿敏", "熊本県産業技術センター", "所長", "半導体&脱炭素"),
    ("大津留 榮佐久", "OSTi", "代表理事", "半導体&産業機器"),
    ("田村 大", "リ・パブリック", "代表取締役", "インバウンド&空き家改修"),
    ("芳賀 啓一", "首都圏産業活性化協会", "理事 事務局長", "アップサイクル(未利用資源活用)"),
    ("磯部 晃一", "クライシスインテリジェンス", "エグゼクティブ・ストラテジスト", "安全保障"),
    ("増山 達也", "Revitalize", "取締役兼CBO", "医療・福祉"),
)
TRIAL = (
    ("古谷 知之", "慶應義塾大学", "教授", "ドローン"),
    ("井熊 均", "RICH", "代表取締役", "インフラ&エネルギー"),
    ("大口 二郎", "コボ", "GM", "一般消費財"),
    ("荒谷 典利", "産学連携研究所", "パートナー", "バイオ"),
    ("松本 悠嗣", "eiicon", "マネージャー", "オープンイノベーション"),
)

EXPECTED: dict[str, Expected] = {
    "list_selected_producers": Expected(
        ("producer", "organisation", "title", "market"), SEVEN, ("producer",)
    ),
    "show_abilities_and_steps": Expected(
        ("list", "item"),
        (
            *(("ability", ability) for ability in ("構想力", "誘因力", "推進力")),
            ("step", "コア技術・ノウハウの見極め"),
            ("step", "市場ニーズの探索"),
            ("step", "技術とニーズのギャップ分析"),
            ("step", "技術・ビジネスモデルの開発"),
            ("step", "産学官金を巻き込みリソース確保"),
        ),
        ("item",),
    ),
    "list_trial_producers": Expected(
        ("producer", "organisation", "title", "field"), TRIAL, ("producer",)
    ),
    "name_maker_of_product": Expected((), ()),
    "list_products_and_needs": Expected(
        ("product", "need", "linked_by", "presumed", "basis", "value", "about"),
        (
            ("鉗子栓", "胃カメラからのガス漏れと二次感染の防止", "プロジェクト ENGINE", "中島 清一", "third_party", None, None),
            ("内視鏡の曇り防止・クリーナー", "内視鏡の曇り防止の手間・安全面", "中島 清一", None, "third_party", None, "国内で大ヒット"),
            ("内視鏡の曇り防止・クリーナー", None, None, None, None, None, "米国展開をめざす"),
            ("電気メス", "血液", "中島 清一", "プロジェクト ENGINE", "third_party", 160_000, None),
            ("サクションボール・コアギュレーター", "電気凝固止血", None, "プロジェクト ENGINE", None, 160_000, None),
        ),
    ),
    "show_go_between": Expected(
        ("go_between", *DETAIL, "value", "unit"),
        (
            ("中島 清一", "body", "大阪大学大学院 医学系研究科", "特任教授", None, None),
            ("中島 清一", "venue", "プロジェクト ENGINE", None, None, None),
            ("中島 清一", "gathers", "ENGINE参画企業", None, 20, "firms"),
            ("中島 清一", "gathers", "医師", None, 50, "people"),
            ("中島 清一", "breaks", "全国の医師", "ニーズ", None, None),
            ("中島 清一", "breaks", "プロジェクト ENGINE", "普遍性の判断・企業の選定", None, None),
            ("中島 清一", "breaks", "販売業者（米国）", None, None, None),
            ("中島 清一", "reserve", "若手医師", "イノベP候補", None, None),
        ),
        ("go_between",),
    ),
    "show_cluster": Expected(
        (*DETAIL, "value", "unit", "comparator"),
        (
            ("secretariat", "公益財団法人やまぐち産業振興財団", None, None, None, None),
            ("go_between", "松田 正樹", "事業支援部 部長", None, None, None),
            ("certification", "JIS Q 9100", None, None, None, None),
            ("result", "衛星とロケットをつなぐリング", None, None, None, None),
            ("figure", "リング", None, 0.1, "ratio", "exactly"),
            ("figure", "輸送の費用", None, 12_000_000, "yen_per_kg", "exactly"),
            ("figure", "コストダウン", None, 540_000_000, "yen", "about"),
        ),
    ),
    "show_go_between_activities": Expected(
        ("go_between", *DETAIL, "value", "unit"),
        (
            ("松田 正樹", "body", "公益財団法人やまぐち産業振興財団", None, None, None),
            ("松田 正樹", "experience", "斡旋業務", None, 30, "years"),
            ("松田 正樹", "experience", "東京出張", None, 8, "years"),
            ("松田 正樹", "experience", "東京出張", None, 1, "times_per_month"),
            ("松田 正樹", "experience", "国内の展示会", None, 16, "times_per_year"),
            ("松田 正樹", "experience", "海外の展示会", None, 3, "times_per_year"),
            ("松田 正樹", "breaks", "大企業の開発担当者", "ネットワーク", None, None),
            ("松田 正樹", "breaks", "東京のスタートアップ", "注目", None, None),
            ("松田 正樹", "breaks", "アドバイザー", "知己", None, None),
            ("松田 正樹", "remains", "山口県航空・宇宙クラスター", "財団", None, None),
        ),
        ("go_between",),
    ),
    "show_certification_scheme": Expected(
        (*DETAIL, "value"),
        (
            ("administered_by", "京都市", None, None),
            ("condition", "創業", None, 10),
            ("condition", "財務的に優良", None, None),
            ("condition", "成長意欲", None, None),
            ("condition", "新規事業", None, None),
            ("afterwards", "", "フォローアップ", None),
            ("afterwards", "補助金・融資", "申請", None),
            ("afterwards", "ビジネスコンテスト", "支援", None),
            ("afterwards", "交流会", "支援", None),
            ("event", "KYOTO オープンイノベーションカンファレンス", "リバースピッチ", None),
            ("meets", "大企業", None, 5),
            ("outcome", "iPS細胞", "共同研究契約", None),
        ),
    ),
    "trace_path_to_large_firms": Expected(
        ("step", "here", "relation", "next"),
        (
            (1, "認定を受けた中小企業", "CERTIFIED_BY", "オスカー認定制度"),
            (1, "認定を受けた中小企業", "CERTIFIED_BY", "京都市ベンチャー企業目利き委員会"),
            (2, "オスカー認定制度", "ADMINISTERS", "京都市"),
            (3, "京都市", None, "公益財団法人京都高度技術研究所"),
            (4, "公益財団法人京都高度技術研究所", "AFFILIATED_WITH", "孝本 浩基"),
            (5, "孝本 浩基", "MANAGES", "KYOTO オープンイノベーションカンファレンス"),
            (5, "孝本 浩基", None, "関西経済連合会"),
            (5, "孝本 浩基", "MADE", "個別の売り込み"),
            (6, "カンファレンス", None, "大企業等"),
        ),
    ),
    "show_how_firm_changed_field": Expected(
        (*DETAIL, "value"),
        (
            ("helped_by", "篠原 弘美", "滋賀県産業支援プラザ 調査役", None),
            ("former_business", "ブラウン管テレビの部品", None, None),
            ("technology", "高度な加工技術", None, None),
            ("technology", "洗浄技術", None, None),
            ("technology", "製品評価技術", None, None),
            ("field", "自動車部品", None, None),
            ("figure", "自動車関連", None, 90),
            ("field", "医療", None, None),
            ("introduced_to", "人材育成プログラム", None, None),
            ("introduced_to", "大手医療機器メーカー", "共同開発", None),
        ),
    ),
}  # fmt: skip
