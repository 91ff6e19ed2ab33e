"""What the documents say of programmes and platforms: Q12–Q26 of shared/questions.md."""

from __future__ import annotations

from tests.expected_answers import Expected

ITEM = ("item", "answer")
DETAIL = ("item", "answer", "detail")
FIGURE = ("item", "answer", "value", "unit")

CONSORTIA = {
    "株式会社川崎製作所": (
        "茨城県産業技術イノベーションセンター",
        "株式会社ひたちなかテクノセンター",
        "国立大学法人茨城大学",
    ),
    "株式会社セツロテック": (
        "公益財団法人とくしま産業振興機構",
        "国立大学法人徳島大学",
        "国立研究開発法人産業技術総合研究所",
        "徳島県立工業技術センター",
    ),
    "浅野撚糸株式会社": (
        "岐阜県産業技術総合センター",
        "公益財団法人岐阜県産業経済振興センター",
        "国立大学法人名古屋大学",
        "国立大学法人名古屋工業大学",
    ),
}
STRATEGIES = {
    "戦略Ⅰ 経営マネジメントの強化": (
        "ＩＣＴ化の推進や設備導入などによる生産性の向上",
        "販路開拓の強化",
        "経営の安定化に向けた基盤づくり",
        "危機発生時の事業継続に向けた対策の推進",
        "円滑な事業承継のためのサポート",
    ),
    "戦略Ⅱ 中小企業の成長戦略の推進": (
        "次世代型ものづくりのサポート",
        "革新的な製品やサービスの創出への支援",
        "オープンイノベーションの促進",
        "社会的な課題解決に向けた開発への支援",
        "中小企業の海外展開への後押し",
    ),
}

EXPECTED: dict[str, Expected] = {
    "rank_bodies_of_case_studies": Expected(
        ("person", "organisation", "value", "rank"),
        (
            ("孝本 浩基", "公益財団法人京都高度技術研究所", 12, 5),
            ("篠原 弘美", "公益財団法人滋賀県産業支援プラザ", 17, 3),
        ),
        ("person", "organisation"),
    ),
    "list_consortium_members": Expected(
        ("lead", "member", "consortia"),
        tuple((lead, member, 1) for lead, members in CONSORTIA.items() for member in members),
        ("lead", "member", "consortia"),
    ),
    "show_terms_of_programme": Expected(
        (*FIGURE, "detail", "since"),
        (
            ("budget", "令和7年度予算", 12_300_000_000, "yen", None, "2025-04-01"),
            ("budget", "推定", 12_800_000_000, "yen", None, None),
            ("condition", "通常枠・単年", 45_000_000, "yen", None, None),
            ("condition", "通常枠・3年間", 97_500_000, "yen", None, None),
            ("condition", "出資獲得枠・単年", 100_000_000, "yen", None, None),
            ("condition", "出資獲得枠・3年間", 300_000_000, "yen", None, None),
            ("recipient", "中小企業者等", None, None, "原則2/3以内", None),
            ("recipient", "大学・公設試等", None, None, "原則定額", None),
            ("recipient", "課税所得15億円超", None, None, "1/2以内", None),
            ("target", "研究開発達成度", 50, "percent", None, None),
            ("target", "事業化を達成するプロジェクト", 50, "percent", None, None),
            ("target", "付加価値額", 15, "percent", None, None),
            ("target", "給与支給総額", 7.5, "percent", None, None),
            ("target", "総売上累計額", 150, "percent", None, None),
            ("predecessor", "戦略的基盤技術高度化支援事業", None, None, None, None),
            ("predecessor", "サビサポ事業", None, None, None, None),
            ("office", "中小企業庁経営支援部イノベーションチーム", None, None, None, None),
        ),
    ),
    "list_firms_that_used_programme": Expected(
        ("firm", "project", "since"),
        (
            ("川崎製作所", "航空機エンジン用高硬度材切削時の現場判断のAI化と工作機の自動化", None),
            ("セツロテック", "自動装置", None),
            ("浅野撚糸株式会社", "膨化糸を使用した織編物", None),
            ("ユーグレナ", None, None),
            ("Spiber", None, None),
            ("インターステラテクノロジズ", "低コスト・小型ターボポンプ", "2021-04-01"),
            ("ノベルクリスタルテクノロジー", "β型酸化ガリウム単結晶基板の低コスト量産技術", "2016-04-01"),
            ("TANIDA株式会社", "高品質な航空機用鋳造技術", None),
        ),
        ("firm",),
    ),
    "show_platform": Expected(
        (*FIGURE, "comparator"),
        (
            ("run_by", "中小企業庁", None, None, None),
            ("content", "Go-Tech（サポイン）企業", None, None, None),
            ("technology", "成果技術", None, None, None),
            ("user", "他の企業", None, None, None),
            ("user", "研究機関等", None, None, None),
            ("figure", "支援した中小企業", 2100, "firms", "at_least"),
        ),
    ),
    "count_members_of_platform": Expected(
        FIGURE,
        (
            ("figure", "国内中小企業", 28_000, "firms"),
            ("figure", "大手企業", 1000, "firms"),
            ("figure", "海外企業", 9000, "firms"),
            ("figure", "合計", 38_000, "firms"),
            ("figure", "支援機関", 1000, "organisations"),
            ("figure", "年間のマッチング", 12_000, "matches"),
            ("run_by", "中小企業基盤整備機構", None, None),
            ("special_field", "カーボンニュートラル", None, None),
            ("special_field", "防衛宇宙", None, None),
        ),
    ),
    "show_funding_and_customers": Expected(
        (*FIGURE, "comparator", "since", "detail"),
        (
            ("figure", "基盤経費", 1 / 3, "ratio", "about", None, None),
            ("figure", "公的競争的資金", 1 / 3, "ratio", "about", None, None),
            ("figure", "委託研究費", 1 / 3, "ratio", "about", None, None),
            ("figure", "産業界", 25, "percent", "at_least", None, None),
            ("figure", "産業界", 55, "percent", "at_most", None, None),
            ("figure", "中小企業の割合", 60, "percent", "about", None, None),
            ("figure", "中小企業", 5000, "firms", "about", None, None),
            ("figure", "新規の中小企業顧客", 850, "firms", "exactly", "2023", None),
            ("figure", "有期雇用研究者の割合", 40, "percent", "about", None, None),
            ("figure", "有期雇用研究者", 5000, "researchers", "about", None, None),
            ("platform", "Fraunhofer Match", None, None, None, None, None),
            ("connects", "専門家", None, None, None, None, None),
            ("connects", "", None, None, None, None, "企業"),
        ),
    ),
    "show_funnel": Expected(
        ("stage", "figure", "value", "unit", "since", "until"),
        (
            (1, "提携する大学・研究機関", 46, "organisations", "2021-03", "2021-03"),
            (2, "申し込み", 162, "applications", "2013", "2021-03"),
            (3, "大学からの回答", 513, "answers", "2013", "2021-03"),
            (4, "共同研究・受託研究", 50, "projects", "2013", "2021-03"),
        ),
        ("stage", "value"),
        ordered=True,
    ),
    "trace_document_and_requests": Expected(
        (*ITEM, "by", "basis"),
        (
            ("issued_by", "東京都", None, "inferred"),
            ("rests_on", "『未来の東京』戦略ビジョン", None, None),
            ("content", "開発支援テーマ", None, None),
            ("content", "技術・製品開発", None, None),
            ("request", "Ｆ／Ｓ", "東京商工会議所", None),
            ("request", "多段階選抜方式", "東京商工会議所", None),
            ("request", "認知度向上・利用促進", "東京商工会議所", None),
            ("request", "予算規模拡充", "東京商工会議所", None),
        ),
    ),
    "date_programme_and_guidelines": Expected(
        (*ITEM, "actor", "date", "basis"),
        (
            ("start", "パートナーシップ構築宣言", None, "2020-06", None),
            ("obstacle", "情報や技術流出のリスク", None, None, None),
            ("document", "知的財産取引に関するガイドライン", "知財取引検討会", "2021-03", "third_party"),
            ("document", "知的財産政策に関する意見", "日本商工会議所", "2021-03-18", "inferred"),
            ("document", "知的財産政策に関する意見", "東京商工会議所", "2021-03-18", "inferred"),
        ),
    ),
    "count_places_of_support": Expected(
        ("body", "figure", "value", "unit", "comparator"),
        (
            ("よろず支援拠点", None, 47, "prefectures", None),
            ("中小企業基盤整備機構", None, 9, "places", None),
            ("商工会・商工会議所", None, 2100, "places", "about"),
            ("福岡県中小企業生産性向上支援センター", "申込", 700, "firms", "about"),
            ("福岡県中小企業生産性向上支援センター", "支援完了", 360, "firms", "about"),
            ("福岡県中小企業生産性向上支援センター", "継続", 88, "percent", "about"),
            ("福岡県中小企業生産性向上支援センター", "期間", 5.5, "years", "about"),
        ),
    ),
    "show_go_between_networks": Expected(
        ("go_between", *DETAIL, "value"),
        (
            ("磯部 晃一", "body", "クライシスインテリジェンス", None, None),
            ("磯部 晃一", "former_post", "自衛隊", "陸将", None),
            ("磯部 晃一", "network", "NSBT Japan", None, None),
            ("磯部 晃一", "venue", "安全保障ビジネス参入フォーラム", None, None),
            ("磯部 晃一", "venue", "自衛隊視察ツアー", None, None),
            ("磯部 晃一", "count", "自衛隊関係者", None, 4),
            ("磯部 晃一", "introduction", "機能性ダンボールの中小企業", "ダンボール標的と調達", None),
            ("磯部 晃一", "breaks", "自衛隊関係者", "意見交換", None),
            ("磯部 晃一", "breaks", "軍上層部（タイ・米国）", "交渉", None),
            ("磯部 晃一", "breaks", "企業（タイ・米国）", "交渉", None),
        ),
    ),
    "list_cluster_members": Expected((), ()),
    "name_managing_body": Expected((), ()),
    "list_directions_of_strategies": Expected(
        ("strategy", "no", "direction"),
        tuple(
            (strategy, number, direction)
            for strategy, directions in STRATEGIES.items()
            for number, direction in enumerate(directions, 1)
        ),
        ("strategy", "no", "direction"),
        ordered=True,
    ),
}  # fmt: skip
