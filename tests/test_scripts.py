"""Search in every script, and for names that are spelt otherwise than in the cards."""

# ruff: noqa: RUF001 - letters of other scripts are meant

import re
from collections.abc import Iterable
from unicodedata import normalize

import pytest

from relcli.index.documents import Document
from relcli.index.phonetics import respellings
from relcli.index.sqlite_store import SqliteStore
from relcli.search.engine import search
from tests.questions import parse

# Of each script that puts no spaces between words, some news of the day.
UNSPACED = {
    "Han": """武汉病毒研究所的所长今天凌晨向全国人民发出警告。
        外交部发言人在例行记者会上回答了有关提问。
        当地时间星期二，两国代表团在日内瓦举行会谈。
        警方表示，2021年的袭击造成12人死亡。
        卫生部门证实該地區出現新的病例。""",
    "kana": """東京電力は2011年に福島第一原子力発電所の事故を起こした。
        政府はワクチンの接種を始めると発表しました。
        ミサイルが日本海に落下したとみられる。
        ロシアのプーチン大統領がモスクワで演説した。
        警察はインターネット上の書き込みを調べている。""",
    "Thai": """กระทรวงสาธารณสุขเผยอัตราครองเตียงผู้ติดเชื้อพื้นที่กรุงเทพมหานคร
        นายกรัฐมนตรีแถลงข่าวเรื่องน้ำท่วมในภาคเหนือ
        ตำรวจจับกุมผู้ต้องสงสัยสามคนที่เชียงใหม่
        กองทัพปฏิเสธข่าวลือเรื่องการซื้ออาวุธ""",
    "Lao": """ກະຊວງສາທາລະນະສຸກລາຍງານຜູ້ຕິດເຊື້ອໃໝ່
        ນາຍົກລັດຖະມົນຕີພົບປະກັບທູດຈີນທີ່ວຽງຈັນ
        ນ້ຳຖ້ວມຢູ່ພາກໃຕ້ຂອງປະເທດ""",
    "Khmer": """ក្រសួង\u200bសុខាភិបាល\u200bប្រកាស\u200bពី\u200bអ្នក\u200bឆ្លង\u200bថ្មី
        នាយករដ្ឋមន្ត្រីបានជួបជាមួយឯកអគ្គរដ្ឋទូតចិន
        ទឹកជំនន់នៅខេត្តបាត់ដំបង""",
    "Burmese": """ကျန်းမာရေးဝန်ကြီးဌာနက ကူးစက်သူအသစ်များကို ထုတ်ပြန်ခဲ့သည်။
        စစ်တပ်က သတင်းများကို ငြင်းဆိုခဲ့သည်။
        ရန်ကုန်မြို့တွင် ဆန္ဒပြပွဲများ ဖြစ်ပွားခဲ့သည်။""",
    "Hangul": """대한민국 정부는 백신 접종을 시작한다고 발표했다.
        국가정보원은 북한의 미사일 발사를 확인했다.
        경찰이 서울에서 용의자를 체포했다.""",
}
SPACED = {
    "Devanagari": """मरीज़ के दिल का आपरेशन हुआ।
        पुलिस दल ने दिल्ली में छापा मारा।
        दाल के दाम बढ़ गए।
        हिन्दी भाषा पर संसद में बहस हुई।
        दीन के दिन फिरे, यह बात सच है।""",
    "Arabic": """أعلنت وزارة الصحة في غزة حصيلة الضحايا
        التقى الرئيس بوزير الخارجية في القاهرة
        قُتل ثلاثة جنود في هجوم على الحدود
        تظاهر الآلاف في بغداد ضد الحكومة""",
    "Hebrew": """דובר צה"ל אישר את הדיווח על התקיפה
        הממשלה החליטה להאריך את מצב החירום
        שר הביטחון נפגש עם עמיתו האמריקני""",
    "Greek": """Ο υπουργός Υγείας ανακοίνωσε νέα μέτρα
        Η αστυνομία συνέλαβε δύο υπόπτους στην Αθήνα
        Ο πρωθυπουργός συναντήθηκε με τον πρόεδρο""",
    "Cyrillic": """Министерство обороны подтвердило объявление о потерях
        Полиция задержала троих подозреваемых в Киеве
        Съезд партии прошёл в Москве без гостей""",
}


def index_of(texts: Iterable[str]) -> SqliteStore:
    """Make an index of cards that claim these texts, their keys counted from 0."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(Document(str(n), "", n, 0, 0, text) for n, text in enumerate(texts))
    return index


def answers(index: SqliteStore, question: str) -> set[int]:
    """Return the cards that have all that is asked for."""
    found = search(index, parse(question), limit=100)
    return {int(hit.key) for hit in found.hits} if found.complete else set()


def first_claim(claims: list[str], question: str) -> str:
    """Return the first claim that has all that is asked for, or ""."""
    found = search(index_of(claims), parse(question))
    return claims[int(found.hits[0].key)] if found.complete and found.hits else ""


def lines(text: str) -> list[str]:
    """Return the lines of a text, without what is not seen, signs of two as two."""
    text = normalize("NFKC", text.replace("\u200b", ""))
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize("script", UNSPACED)
def test_any_part_of_a_run_is_found(script: str) -> None:
    """Where no spaces part words, a card answers if and only if it has the letters so."""
    claims = lines(UNSPACED[script])
    index = index_of(UNSPACED[script].splitlines())
    runs = [run for claim in claims for run in re.split(r"[\s\d。，、၊။.,]+", claim) if run]
    parts = {
        run[place : place + length]
        for run in runs
        for length in (1, 2, 3, 5, len(run))
        for place in range(0, len(run) - length + 1, 3)
    }
    for part in parts:
        assert answers(index, part) == {n for n, c in enumerate(claims) if part in c}, part


@pytest.mark.parametrize("script", SPACED)
def test_every_word_of_a_script_is_found(script: str) -> None:
    """Each word of a claim finds its card, whatever letters and signs are in it."""
    claims = lines(SPACED[script])
    index = index_of(claims)
    for number, claim in enumerate(claims):
        for word in re.split(r"[\s।,]+", claim):
            assert not word or number in answers(index, word), word


def test_vowel_signs_count() -> None:
    """Of words that differ by vowel signs alone, one is not another."""
    index = index_of(lines(SPACED["Devanagari"]))

    assert [answers(index, word) for word in ("दिल", "दाल", "दिल्ली", "दीन", "दिन")] == [
        {0},
        {2},
        {1},
        {4},
        {4},
    ]
    assert answers(index, "हिंदी") == {3}  # an anusvara for the n


def test_a_run_is_cut_where_no_card_has_two_letters_together() -> None:
    """Two words that are typed without a space are looked for each; what is no word is told."""
    index = index_of(lines(UNSPACED["Han"]))

    assert answers(index, "武汉警告") == {0}
    assert answers(index, '"研究所的所长"') == {0}
    assert answers(index, '"研究所警告"') == set()
    assert answers(index, "表 -警方") == {2}
    assert search(index, parse("武汉蝙蝠")).missing == ["蝙蝠"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("صالح", "Saleh"),
        ("شرع", "Sharaa"),
        ("יהושע", "Yehoshua"),
        ("גלבוע", "Gilboa"),
        ("فاغنر", "Wagner"),
        ("حماس", "Hamas"),
        ("إيران", "Iran"),
        ("أنصار الله", "Ansar Allah"),
        ("محمد بن سلمان", "Muhammad bin Salman"),
        ("غزة", "Gaza"),
        ("داعش", "Daesh"),
        ("حزب الله", "Hezbollah"),
        ("عبدالرحمن", "Abd al-Rahman"),
        ("الكسندر", "Alexander"),
        ("پوتین", "Putin"),
        ("בנימין נתניהו", "Benjamin Netanyahu"),
        ("עזה", "Gaza"),
        ("Путин", "Putin"),
        ("Хамас", "Hamas"),
        ("Χαμάς", "Hamas"),
        ("Πούτιν", "Putin"),
        ("Γκάζα", "Gaza"),
    ],
)
def test_a_name_is_found_in_another_script(question: str, name: str) -> None:
    """A name is found both ways: as the question writes it, and as the card does."""
    others = ["The dash of a kiss was saluted.", "A gas of some kind."]

    assert first_claim([*others, f"It names {name} here."], question) == f"It names {name} here."
    assert first_claim([*others, f"{question}."], name) == f"{question}."


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Abdelrahman", "Abd al-Rahman"),
        ("Abdurrahman", "Abd al-Rahman"),
        ("Abdul Rahman", "Abd al-Rahman"),
        ("Abd-ur-Rahman", "Abd al-Rahman"),
        ("Abd al-Rahman", "Abdulrahman"),
        ("Abd al-Fattah", "Abdel Fattah"),
        ("Saifuddin", "Saif al-Din"),
        ("Seyfeddin", "Saif al-Din"),
        ("Abubakar", "Abu Bakr"),
        ("Ansarullah", "Ansar Allah"),
        ("Nasr Allah", "Nasrallah"),
        ("Hizb Allah", "Hezbollah"),
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Nur al-Din", "Nour al-Din"),
        ("Schtschukin", "Shchukin"),
        ("Chruschtschow", "Khrushchev"),
        ("Joukov", "Zhukov"),
        ("Schukow", "Zhukov"),
        ("Tschaikowski", "Tchaikovsky"),
        ("Szczukin", "Shchukin"),
        ("Jelzin", "Yeltsin"),
        ("Poutine", "Putin"),
        ("Lawrow", "Lavrov"),
        ("Cemal", "Jamal"),
        ("Zhukov", "Schukow"),
    ],
)
def test_a_name_is_found_as_others_spell_it(question: str, name: str) -> None:
    """Names are one, written together or apart, as other countries spell them."""
    claim = f"It names {name} Omar here."

    assert first_claim(["Chukkas and dinners, shaken.", claim], question) == claim


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("زيدي", "side"),
        ("حلي", "hole"),
        ("بريده", "bride"),
        ("نجران", "Nigerian"),
        ("كرماني", "ceremony"),
        ("داعش", "dash"),
        ("شמח", "smash"),
        ("chancellor", "counselor"),
    ],
)
def test_a_word_is_no_name_by_chance(question: str, word: str) -> None:
    """What only has some sounds of a name is another word."""
    assert first_claim([f"The {word} is here."], question) == ""


def test_respellings_end() -> None:
    """A short word has no respellings, and a long one has few."""
    assert respellings("chat") == []
    assert len(respellings("Chruschtschow".lower())) < 40
