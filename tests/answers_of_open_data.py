"""What the open data say: Q27–Q36 of shared/questions.md.

Where numbers of one body were judged to be one (University of Tokyo, Kyoto), its projects are counted
together and the numbers shown, as the question allows.
"""

from __future__ import annotations

from tests.expected_answers import Expected

TOHOKU = "国立大学法人東北大学"
MIYAGI = "公益財団法人みやぎ産業振興機構"
COSMOS = "株式会社インテリジェント・コスモス研究機構"
KYOTO_FOUNDATION = "公益財団法人京都高度技術研究所"
FRAUNHOFER = "ror:05hkkdn48"
OLD, NEW = "https://ror.org/0096s3190", "https://ror.org/02sw2gr16"

CUT_OFF: dict[str, tuple[int, int, set[tuple[str, ...]]]] = {
    COSMOS: (6, 4, {("大研工業株式会社",), ("学校法人東北学院",), ("株式会社プロスパイン",)}),
    MIYAGI: (
        9,
        3,
        {
            ("バイスリープロジェクツ株式会社", "匠ソリューションズ株式会社"),
            ("株式会社コスモスウェブ",),
        },
    ),
    TOHOKU: (8, 3, {("仙台スマートマシーンズ株式会社",), ("東北マイクロテック株式会社",)}),
    "宮城県": (
        6,
        2,
        {
            (
                "大研工業株式会社",
                "学校法人東北学院",
                "東洋機械株式会社",
                COSMOS,
                "株式会社プロスパイン",
                "株式会社成田鋼業",
            )
        },
    ),
}
"""Of each cut point: its partners, the parts without it, and what is cut off."""

WITH_JAPAN = {
    "101058521": ("CONVERGING", "KAWADA ROBOTICS CORPORATION"),
    "101073045": ("TADFsolutions", "九州大学&京都大学&沖縄科学技術大学院大学"),
    "101092043": ("AGILEHAND", "長崎大学&東京工科大学"),
    "101093934": ("RADIOBLOCKS", "ALMA Project, NAOJ"),
    "101135930": ("CoGNETs", "AVL Japan K.K.&情報・システム研究機構&電気通信大学"),
    "101136749": ("FEASTS", "IPPAN SHADAN HOUJIN SAIBOUNOUGYOU KENKYUU KIKOU"),
    "101139176": ("6G-MUSICAL", "早稲田大学"),
    "101169042": ("FOCAL", "NICT"),
}
NAMESAKES = {
    "FRAUNHOFER UK RESEARCH LIMITED": ("GB", 4),
    "FUNDACION FRAUNHOFER CHILE RESEARCH": ("CL", 1),
    "FRAUNHOFER ITALIA RESEARCH SCARL": ("IT", 3),
    "FRAUNHOFER AUSTRIA RESEARCH GMBH": ("AT", 4),
    "ASSOCIACAO FRAUNHOFER PORTUGAL RESEARCH": ("PT", 8),
    "STIFTELSEN FRAUNHOFER-CHALMERS CENTRUM FOR INDUSTRIMATEMATIK": ("SE", 1),
}
ABSORBED = {
    "houjin:1200001001950": (
        "株式会社廣和",
        {"株式会社アドパツク", "株式会社海津プリント", "浅野印刷株式会社"},
    ),
    "houjin:2070001036729": (
        "株式会社ヤマダデンキ",
        {"株式会社ベスト電器", "株式会社マツヤデンキ", "株式会社黒川デンキ"},
    ),
    "houjin:7290001008379": (
        "総合メディカル株式会社",
        {"有限会社ケイエムメディカル", "株式会社ピーエイシー", "株式会社ヤタヤ薬局"},
    ),
    "houjin:8010001262242": (
        "株式会社杉孝グループホールディングス",
        {
            "ブレインズ株式会社",
            "株式会社杉孝グループホールディングス",
            "株式会社ＳＧＫホールディングス",
        },
    ),
    "houjin:9290001022444": (
        "株式会社リノベミクニ",
        {"株式会社Ｍａｍ１３", "株式会社ＭａｍＥｌｅｖｅｎ", "株式会社ＭａｍＴｗｅｌｖｅ"},
    ),
}

EXPECTED: dict[str, Expected] = {
    "count_research_themes": Expected(
        ("item", "organisation", "number"),
        (
            ("grants", None, 124),
            ("themes", None, 55),
            ("shared", None, 14),
            ("body", MIYAGI, 30),
            ("body", TOHOKU, 18),
            ("body", COSMOS, 10),
        ),
    ),
    "show_cut_points_of_consortia": Expected(
        ("organisation", "partners", "parts", "cut_off"),
        tuple(
            (name, partners, parts, "&".join(part))
            for name, (partners, parts, cut) in CUT_OFF.items()
            for part in cut
        ),
        ("organisation",),
    ),
    "list_bodies_named_in_grant_titles": Expected(
        ("recipient", "body", "amount", "date", "rank", "value", "basis"),
        (
            (
                "学校法人東北工業大学",
                KYOTO_FOUNDATION,
                10_176_684,
                "2020-04-01",
                5,
                12,
                "inferred",
            ),
        ),
        ("recipient", "body"),
    ),
    "count_participants_of_country": Expected(
        ("item", "organisation", "names", "pics", "role", "number"),
        (
            ("participants", None, None, None, None, 83),
            ("projects", None, None, None, None, 141),
            ("role", None, None, None, "associated_partner", 166),
            ("role", None, None, None, "participant", 10),
            ("body", "東京大学", "THEUNIVERSITY OF TOKYO", "875795444&998361734", None, 20),
            ("body", "京都大学", "KYOTO UNIVERSITY", "877204951&991412072", None, 15),
            ("body", "早稲田大学", "WASEDA UNIVERSITY", "999585486", None, 8),
            ("body", "東北大学", "TOHOKU UNIVERSITY", "971994030", None, 7),
            ("body", "TOKAI NATIONAL HIGHER EDUCATION", None, "996488179", None, 7),
        ),
    ),
    "list_projects_shared_with_country": Expected(
        ("project_id", "acronym", "organisation_id", "partner", "role"),
        tuple(
            (f"cordis:{number}", acronym, FRAUNHOFER, partners, "associated_partner")
            for number, (acronym, partners) in WITH_JAPAN.items()
        ),
        ("project_id", "acronym", "role"),
    ),
    "find_participants_by_name": Expected(
        ("asked", "found", "participant", "names", "pics", "projects"),
        (
            ("大阪大学", "same", None, "THE UNIVERSITY OF OSAKA", "991625375", 4),
            ("名古屋大学", "name", "Graduate School of Informatics", None, "884499157", 1),
            ("名古屋大学", "name", "Department of Electronics", None, "905436316", 1),
            ("名古屋大学", "name", "TOKAI NATIONAL HIGHER EDUCATION", None, "996488179", 7),
            ("名古屋工業大学", "same", None, "NAGOYA INSTITUTE OF TECHNOLOGY", "999628748", 1),
            ("徳島大学", "none", None, None, None, 0),
            ("茨城大学", "none", None, None, None, 0),
            ("慶應義塾大学", "none", None, None, None, 0),
            ("産業技術総合研究所", "same", None, "NATIONAL INSTITUTE OF ADV", "985022391", 2),
        ),
    ),
    "count_roles_of_participant": Expected(
        ("item", "organisation", "country", "role", "number"),
        (
            ("projects", None, "DE", None, 625),
            ("role", None, "DE", "associated_partner", 20),
            ("role", None, "DE", "coordinator", 72),
            ("role", None, "DE", "participant", 527),
            ("role", None, "DE", "third_party", 6),
            *(
                ("namesake", name, country, None, number)
                for name, (country, number) in NAMESAKES.items()
            ),
        ),
    ),
    "trace_registered_ids": Expected(
        ("ror", "names", "state", "direction", "other_ror"),
        (
            (OLD, "Spiber Incorporated (Japan)", "withdrawn", "successor", NEW),
            (NEW, "Spiber (Japan)", "active", "predecessor", OLD),
        ),
        ("ror", "state"),
    ),
    "look_up_corporate_numbers": Expected(
        ("asked", "found", "number", "organisation"),
        (
            ("やまぐち産業技術財団", "none", None, None),
            (
                "やまぐち産業振興財団",
                "found",
                "4250005007425",
                "公益財団法人やまぐち産業振興財団",
            ),
            (
                "とくしま産業振興機構",
                "found",
                "2480005005878",
                "公益財団法人とくしま産業振興機構",
            ),
        ),
        ("asked", "found"),
    ),
    "list_absorbing_companies": Expected(
        ("item", "survivor_id", "survivor", "number", "absorbed"),
        (
            ("mergers", None, None, 274, None),
            ("gone", None, None, 273, None),
            ("survivors", None, None, 250, None),
            *(
                ("absorbed", id_, name, 3, "&".join(sorted(names)))
                for id_, (name, names) in ABSORBED.items()
            ),
        ),
    ),
}
