"""Sheets and columns of the roster workbook. Their headings are the file's format, not words of
the bot: they stay Russian in every language."""

from dataclasses import dataclass

ORGANISATIONS, PARTICIPANTS, PAIRS = "Организации", "Участники", "Пары"


@dataclass(frozen=True)
class Column:
    """`code` names the column in the code; `aliases` are other usual headings. `lines`: line
    breaks inside a cell mean something."""

    code: str
    heading: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    lines: bool = False


@dataclass(frozen=True)
class SheetLayout:
    name: str
    columns: tuple[Column, ...]

    def heading(self, code: str) -> str:
        return next(column.heading for column in self.columns if column.code == code)


LAYOUT = (
    SheetLayout(
        ORGANISATIONS,
        (
            Column("organisation", "Организация", True, ("название", "наименование", "оо")),
            Column("kind", "Тип", True, ("тип организации",)),
            Column("parent", "Вышестоящая", False, ("вышестоящая организация",)),
            Column("timezone", "Часовой пояс"),
            Column("teachers_total", "Педагогов всего", False, ("всего педагогов",)),
            Column(
                "young_total",
                "Молодых педагогов (стаж до 3 лет)",
                False,
                ("молодых педагогов", "молодых педагогов (до 3 лет)"),
            ),
        ),
    ),
    SheetLayout(
        PARTICIPANTS,
        (
            Column("organisation", "Организация", True, ("оо", "школа")),
            Column("full_name", "ФИО", True, ("ф.и.о.", "фамилия, имя, отчество")),
            Column("role", "Роль", True, ("роли",)),
            Column("rank", "Категория наставника"),
            Column("position", "Должность"),
            Column("tenure_years", "Стаж, лет", False, ("стаж", "педагогический стаж")),
            Column("category", "Квалификационная категория"),
            Column("phone", "Телефон", False, ("номер телефона", "мобильный телефон")),
        ),
    ),
    SheetLayout(
        PAIRS,
        (
            Column("organisation", "Организация", True, ("оо", "школа")),
            Column("mentor", "Наставник", True, ("фио наставника",)),
            Column("mentee", "Наставляемый", True, ("фио наставляемого",)),
            Column("form", "Форма", True, ("форма наставничества",)),
            Column("kind", "Вид", True, ("вид наставничества",)),
            Column("work_area", "Направление", False, ("направление работы",)),
            Column("order_number", "Приказ №", False, ("номер приказа", "приказ")),
            Column("order_date", "Дата приказа"),
            Column("starts_on", "Начало", True, ("дата начала",)),
            Column("ends_on", "Окончание", True, ("дата окончания", "конец")),
        ),
    ),
)
