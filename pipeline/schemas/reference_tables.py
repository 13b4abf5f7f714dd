"""The tables that no single document brings: programmes of all documents, and the lists that come with the program."""

from __future__ import annotations

from pipeline.schemas.columns import BOOL, INT, PATH, REGION, REGION_NAME, TEXT, column, table

PROGRAMS = table(
    "programs",
    "one row per programme and region; its spellings share one number in all years and documents",
    [
        column(
            "program_id", TEXT, "programme of a region, the same in all years and documents", required=True
        ),
        column("program_name", TEXT, "name without year, region and the words for a document", required=True),
        REGION,
        REGION_NAME,
        column("topic", TEXT, "what its name says that the programme is about: a topic of the table topics"),
        column("first_year", INT, "earliest budget year of its documents", unit="year"),
        column("last_year", INT, "latest budget year of its documents", unit="year"),
        column("document_count", INT, "documents that name it", unit="documents"),
        column("spellings", PATH, "its names as printed, that of most documents first"),
        column(
            "program_key",
            TEXT,
            "what its spellings have in common; null where every office pays for such a thing itself",
        ),
        column("kept_apart", PATH, "program_id of those that a person has said are others (docs/night.md)"),
    ],
)

REGIONS = table(
    "regions",
    "reference list of regions and functional zones, historic names included",
    [
        REGION,
        column("region_name", TEXT, "official name", required=True),
        column("short_name", TEXT, "name without its suffix"),
        column("level", TEXT, "level", values="country,province,city,county,zone"),
        column("parent_code", TEXT, "code of the region above"),
        column("province_name", TEXT, "province"),
        column("city_name", TEXT, "prefecture-level city"),
        column("is_functional_zone", BOOL, "true for development zones and the like"),
        column("valid_from", INT, "first year of the name; null when open", unit="year"),
        column("valid_to", INT, "last year of the name; null when open", unit="year"),
        column(
            "governed_by_code",
            TEXT,
            "district or city whose government also runs the zone; null where none does",
        ),
        column(
            "successor_codes",
            PATH,
            "codes that followed the name: its own where only the name changed, several where the region was split; "
            "null while the name is in use",
        ),
        column("other_names", PATH, "other names that are printed for it, such as abbreviations"),
    ],
)

CLASSIFICATIONS = table(
    "classifications",
    "reference list of the government budget classification, former names included",
    [
        column("code", TEXT, "digits of the code", required=True),
        column("code_name", TEXT, "name of the code", required=True),
        column(
            "kind",
            TEXT,
            "which classification it is of",
            values="function,economic_department,economic_government,income",
            required=True,
        ),
        column("level", INT, "level of the code: 1 类, 2 款, 3 项, 4 目", required=True),
        column(
            "fund_type",
            TEXT,
            "budget in which it stands; null where several share it",
            values="general_public,gov_fund,state_capital,social_insurance",
        ),
        column("parent_code", TEXT, "code one level up; null at the top"),
        column("valid_from", INT, "first year of the name; null where no change is known", unit="year"),
        column("valid_to", INT, "last year of the name; null where no change is known", unit="year"),
        column(
            "is_official",
            BOOL,
            "false for a wording that some documents print instead of the official name",
            required=True,
        ),
        column("predecessor_codes", PATH, "codes that the line had before"),
        column("successor_code", TEXT, "code to which the line was moved"),
        column("seen_from", INT, "year of the earliest document that prints the name", unit="year"),
        column("seen_to", INT, "year of the latest document that prints the name", unit="year"),
    ],
)

TOPICS = table(
    "topics",
    "reference list of what programmes are about, a tree; its tops are classes of the functional classification",
    [
        column("topic", TEXT, "code of the topic", required=True),
        column("topic_name", TEXT, "Chinese name", required=True),
        column("english_name", TEXT, "English name", required=True),
        column("parent_topic", TEXT, "topic that holds it; null at the top"),
        column(
            "function_codes", TEXT, "codes of functions whose money it is, comma separated; 205 holds 2050201"
        ),
    ],
)
