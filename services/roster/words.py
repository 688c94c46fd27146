"""The words of the workbook's closed lists and what they mean. The first word of each is the one
suggested; English codes are understood too."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from models.enums import (
    MentorRank,
    MentorshipForm,
    MentorshipKind,
    OrganisationKind,
    Role,
    WorkArea,
)
from services.roster.normalise import word_key

Code = TypeVar("Code", bound=StrEnum)
ALIKE = 70


class Words(Generic[Code]):
    def __init__(self, words: Mapping[Code, str]) -> None:
        """`words`: code -> its words, parted by « | »."""
        self.words = words

    @cached_property
    def codes(self) -> dict[str, Code]:
        listed = {
            word_key(word): code for code, words in self.words.items() for word in words.split("|")
        }
        return {**{code.value: code for code in self.words}, **listed}

    def code(self, text: str) -> Code | None:
        return self.codes.get(word_key(text))

    def nearest(self, text: str) -> str | None:
        """The usual word of what was probably meant."""
        found = process.extractOne(
            word_key(text), list(self.codes), scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        return None if found is None else self.usual(self.codes[found[0]])

    def usual(self, code: Code) -> str:
        return self.words[code].split("|")[0].strip()


ORGANISATION_KINDS = Words(
    {
        OrganisationKind.REGION: "регион | область | край | республика | округ | субъект",
        OrganisationKind.MUNICIPALITY: "муниципалитет | город | район | муниципальный округ"
        " | городской округ | муниципальное образование | управление образования",
        OrganisationKind.SCHOOL: "школа | гимназия | лицей | сош | ооо | оо | ош | ноо | оош"
        " | образовательная организация | детский сад | доу | колледж | техникум | центр",
    }
)
ROLES = Words(
    {
        Role.MENTOR: "наставник | наставница",
        Role.MENTEE: "наставляемый | наставляемая | молодой педагог | молодой специалист",
        Role.CURATOR: "куратор | куратор программы | куратор наставничества",
        Role.MUNICIPAL_COORDINATOR: "муниципальный координатор | координатор"
        " | мун. координатор | муниципальный куратор",
        Role.HEAD: "руководитель | директор | заведующий | заведующая | руководитель оо",
        Role.PSYCHOLOGIST: "психолог | педагог-психолог",
        Role.COUNCIL_MEMBER: "член совета | член совета наставников | совет наставников"
        " | член методического объединения | член методического совета",
    }
)
RANKS = Words(
    {
        MentorRank.LEAD: "ведущий наставник | ведущий",
        MentorRank.SENIOR: "старший наставник | старший",
        MentorRank.SPECIALIST: "наставник-специалист | специалист",
    }
)
FORMS = Words(
    {
        MentorshipForm.TEACHER_TEACHER: "учитель – учитель | педагог – педагог",
        MentorshipForm.HEAD_TEACHER: "руководитель – учитель | руководитель – педагог"
        " | руководитель оо – педагог | руководитель оо – учитель | директор – учитель",
        MentorshipForm.EMPLOYER_STUDENT: "работодатель – студент | работодатель – студент вуза",
        MentorshipForm.UNIVERSITY_TEACHER: "педагог вуза – молодой педагог"
        " | преподаватель вуза – учитель | педагог вуза – учитель"
        " | педагог вуза/колледжа – молодой педагог",
        MentorshipForm.PARTNER_TEACHER: "социальный партнёр – педагог | партнёр – педагог"
        " | социальный партнёр – учитель",
    }
)
KINDS = Words(
    {
        MentorshipKind.VIRTUAL: "виртуальное | дистанционное | виртуальное (дистанционное)",
        MentorshipKind.GROUP: "групповое | в группе | наставничество в группе",
        MentorshipKind.SHORT_GOAL: "краткосрочное | целеполагающее"
        " | краткосрочное (целеполагающее) | краткосрочное/целеполагающее",
        MentorshipKind.REVERSE: "реверсивное",
        MentorshipKind.SITUATIONAL: "ситуационное",
        MentorshipKind.SPEED: "скоростное",
        MentorshipKind.TRADITIONAL: "традиционное | один на один | индивидуальное"
        " | традиционное (один на один)",
    }
)
WORK_AREAS = Words(
    {
        WorkArea.YOUNG_SPECIALIST: "молодые специалисты | молодой специалист | молодые педагоги",
        WorkArea.NEW_ORGANISATION: "адаптация в новой организации | адаптация | новая организация",
        WorkArea.NEW_POSITION: "вхождение в новую должность | новая должность",
        WorkArea.AFTER_ATTESTATION: "по итогам аттестации | аттестация",
        WorkArea.NEW_TECHNOLOGY: "новые технологии и инновации | новые технологии"
        " | обучение при введении новых технологий | инновации",
        WorkArea.EXCHANGE: "обмен опытом",
    }
)
EMPTY_WORDS = frozenset({"", "-", "нет", "нету", "н/д", "х", "x"})
