"""Views as presenters make them, of invented people."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from checkpoint_app.domain.finding import FindingCode
from ui.lane.present_actions import CAPS
from ui.lane.present_findings import next_step_of, sentence_of
from ui.lane.views import (
    Action,
    ActionView,
    BarView,
    ChipView,
    EarlierView,
    FactView,
    FindingView,
    Mark,
    PersonView,
    ScanRowView,
    Tone,
    VerdictView,
)
from ui.wording.tongue import Tongue

WORDS = {
    Tone.CLEAR: ("CLEAR", "سليم"),
    Tone.REFER: ("REFER", "يُحال"),
    Tone.REFUSE: ("REFUSE", "مرفوض"),
    Tone.AGAIN: ("SEEN BEFORE", "سبق عرضه"),
    Tone.UNREAD: ("NOT READ", "لم يُقرأ"),
    Tone.WAITING: ("NEXT", "التالي"),
    Tone.READING: ("READING", "جارٍ القراءة"),
    Tone.TROUBLE: ("NO ANSWER", "لا إجابة"),
}
LONGEST_LATIN = "MOHAMED ABDELRAHMAN ELSAYED ABDELMAKSOU"
LONGEST_ARABIC = "محمد عبد الرحمن السيد عبد المقصود أبو المعاطي عبد المنعم حسنين"
_LEADS = {
    Tone.CLEAR: ("Let the pilgrim pass", "اسمح للمعتمر بالمرور"),
    Tone.REFER: (
        "Authentic, but not yet in this lane's data",
        "صحيح لكنه غير موجود بعد في البيانات",
    ),
    Tone.REFUSE: ("The permit was revoked", "التصريح ملغى"),
    Tone.AGAIN: ("Answered here at 14:02: CLEAR", "أُجيب هنا الساعة ١٤:٠٢: سليم"),
    Tone.UNREAD: (
        "Hold it flat and closer, or type the permit number",
        "قرّب التصريح مستويًا أو أدخل رقمه",
    ),
    Tone.WAITING: ("Scan the permit", "امسح التصريح"),
    Tone.READING: ("Hold the code still", "ثبّت الرمز"),
    Tone.TROUBLE: ("The lane's journal cannot be written", "تعذرت الكتابة في سجل المسار"),
}
_FOUND = {
    Tone.CLEAR: (FindingCode.DATA_AGEING,),
    Tone.REFER: (FindingCode.NOT_ON_FILE, FindingCode.VACCINATION_DUE, FindingCode.DATA_AGEING),
    Tone.REFUSE: (FindingCode.REVOKED, FindingCode.COMPANY_CANCELLED),
    Tone.UNREAD: (FindingCode.UNREADABLE,),
}
MANY = (
    FindingCode.BAD_SIGNATURE,
    FindingCode.COMPANY_CANCELLED,
    FindingCode.VACCINATION_DUE,
    FindingCode.ALREADY_DEPARTED_HERE,
    FindingCode.DATA_STALE,
    FindingCode.RULE_FAILED,
)
_HEAVY = {
    FindingCode.BAD_SIGNATURE: Tone.REFUSE,
    FindingCode.REVOKED: Tone.REFUSE,
    FindingCode.UNREADABLE: Tone.UNREAD,
    FindingCode.DATA_AGEING: Tone.AGAIN,
}


def key(code: Qt.Key, text: str = "", *, repeated: bool = False) -> QKeyEvent:
    """A key going down, whatever layout it is on."""
    return QKeyEvent(
        QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text, autorep=repeated
    )


def said(tongue: Tongue, english: str, arabic: str) -> str:
    return arabic if tongue.language == "ar" else english


def verdict(
    tone: Tone, tongue: Tongue, *, empty: bool = False, longest: bool = False
) -> VerdictView:
    """A verdict of each tone; ``longest`` with as much of everything as there can be."""
    person = None
    if tone in (Tone.CLEAR, Tone.REFER, Tone.REFUSE, Tone.AGAIN, Tone.READING) and not empty:
        person = person_of(tone, tongue, longest=longest)
    codes = MANY if longest else () if empty else _FOUND.get(tone, ())
    judged = person is not None and tone is not Tone.READING
    before = said(tongue, "Before: AHMED SAMIR FAROUK departed", "قبله: غادر ⁦AHMED SAMIR FAROUK⁩")
    outcomes = {
        Tone.CLEAR: said(
            tongue,
            "Departs with the next scan, or press a key",
            "يُسجل مغادرًا مع المسح التالي أو بمفتاح",
        ),
        Tone.TROUBLE: said(tongue, "Nothing was recorded", "لم يُسجَّل شيء"),
        Tone.AGAIN: said(tongue, "Recorded: departed, 14:02", "سُجل: غادر، ١٤:٠٢"),
    }
    waits = said(tongue, "Waits for the officer's key", "ينتظر مفتاح الضابط")
    return VerdictView(
        tone=tone,
        word=said(tongue, *WORDS[tone]),
        lead=said(tongue, *_LEADS[tone]),
        outcome=outcomes.get(tone, waits if judged else ""),
        before=before if tone is Tone.CLEAR or longest else "",
        permit=tongue.code("1234 5678 90123") if judged else "",
        person=person,
        findings=tuple(finding(code, tongue, longest=longest) for code in codes),
        earlier=earlier(tongue) if tone is Tone.AGAIN or longest else (),
        actions=actions(tone, tongue),
    )


def finding(code: FindingCode, tongue: Tongue, *, longest: bool = False) -> FindingView:
    sentence = sentence_of(code, tongue)
    if longest:
        sentence += said(tongue, ": 14 March 2026, 09:12, lane 2", "، ١٤ مارس ٢٠٢٦، ٠٩:١٢، مسار ٢")
    return FindingView(_HEAVY.get(code, Tone.REFER), sentence, next_step_of(code, tongue))


def person_of(tone: Tone, tongue: Tongue, *, longest: bool = False) -> PersonView:
    marks = {Tone.CLEAR: Mark.GOOD, Tone.REFER: Mark.WARNING, Tone.REFUSE: Mark.BAD}
    notes = {
        Mark.GOOD: said(tongue, "The passport matches", "جواز السفر مطابق"),
        Mark.WARNING: said(tongue, "Not compared yet", "لم يُطابق بعد"),
        Mark.BAD: said(tongue, "The passport shown is another one", "الجواز المعروض جواز آخر"),
        Mark.PLAIN: said(tongue, "Compare the last four", "قارن آخر أربع خانات"),
    }
    mark = marks.get(tone, Mark.PLAIN)
    return PersonView(
        name_arabic=LONGEST_ARABIC if longest else "فاطمة حسن عبد الله إبراهيم",
        name_latin=LONGEST_LATIN if longest else "FATMA HASSAN ABDALLA IBRAHIM",
        passport_head="A0123",
        passport_tail="4567",
        passport_mark=mark,
        passport_note=notes[mark],
        facts=facts(tone, tongue, longest=longest),
    )


def facts(tone: Tone, tongue: Tongue, *, longest: bool) -> tuple[FactView, ...]:
    ports = said(tongue, "Cairo International Airport", "مطار القاهرة الدولي")
    if longest:
        ports += said(tongue, ", Port of Safaga", "، ميناء سفاجا البحري")
    valid = Mark.WARNING if tone is Tone.REFER else Mark.PLAIN
    return (
        FactView(said(tongue, "Born", "الميلاد"), said(tongue, "3 May 1961", "٣ مايو ١٩٦١")),
        FactView(said(tongue, "Sex", "النوع"), said(tongue, "Female", "أنثى")),
        FactView(said(tongue, "Programme", "البرنامج"), tongue.digits("20417")),
        FactView(said(tongue, "Company", "الشركة"), tongue.digits("1203")),
        FactView(said(tongue, "Ports", "المنافذ"), ports),
        FactView(said(tongue, "Travels", "السفر"), said(tongue, "14 March 2026", "١٤ مارس ٢٠٢٦")),
        FactView(
            said(tongue, "Valid until", "سارٍ حتى"),
            said(tongue, "21 September 2026", "٢١ سبتمبر ٢٠٢٦"),
            valid,
        ),
        FactView(said(tongue, "Flight", "الرحلة"), tongue.code("MS 643")),
    )


def earlier(tongue: Tongue) -> tuple[EarlierView, ...]:
    return (
        EarlierView(tongue.digits("14:02"), said(tongue, "Departed, lane 2", "غادر، مسار ٢")),
        EarlierView(tongue.digits("11:40"), said(tongue, "Referred, lane 1", "أُحيل، مسار ١")),
    )


def actions(tone: Tone, tongue: Tongue) -> tuple[ActionView, ...]:
    labels = {
        Action.DEPART: ("Depart", "مغادرة"),
        Action.REFER: ("Refuse, second line", "رفض، الخط الثاني")
        if tone is Tone.REFUSE
        else ("Second line", "الخط الثاني"),
        Action.DEFER: ("Defer", "تأجيل"),
        Action.REFRESH: ("Refresh", "تحديث"),
        Action.NO_BARCODE: ("No barcode", "بلا رمز"),
        Action.GROUP: ("The group", "المجموعة"),
        Action.UNDO: ("Undo", "تراجع"),
        Action.DAY: ("The day", "اليوم"),
        Action.LANGUAGE: ("العربية", "English"),
    }
    judged = tone in (Tone.CLEAR, Tone.REFER, Tone.REFUSE)
    leads = {Tone.CLEAR: Action.DEPART, Tone.REFER: Action.REFER, Tone.REFUSE: Action.REFER}
    always = (Action.NO_BARCODE, Action.DAY, Action.LANGUAGE, Action.UNDO)
    return tuple(
        ActionView(
            action,
            said(tongue, *labels[action]),
            keys,
            action in always
            or (judged and not (action is Action.DEPART and tone is not Tone.CLEAR)),
            leads.get(tone) is action,
        )
        for action, keys in CAPS.items()
    )


def bar(tongue: Tongue, *, crowded: bool = False) -> BarView:
    chips = (
        ChipView("network", said(tongue, "Online", "متصل"), Mark.GOOD),
        ChipView("data", said(tongue, "Data 5 min", "البيانات ٥ د"), Mark.GOOD),
        ChipView("upload", said(tongue, "All sent", "أُرسل الكل"), Mark.GOOD),
        ChipView("camera", said(tongue, "Camera", "الكاميرا"), Mark.GOOD),
        ChipView("clock", tongue.digits("14:03"), Mark.PLAIN),
    )
    if crowded:
        chips = (
            ChipView("demo", said(tongue, "Demo", "عرض"), Mark.NOTED),
            ChipView("network-off", said(tongue, "Offline", "غير متصل"), Mark.WARNING),
            ChipView("data", said(tongue, "Data 26 h", "البيانات ٢٦ س"), Mark.BAD),
            ChipView("upload", said(tongue, "1,240 to send", "١٬٢٤٠ للإرسال"), Mark.NOTED),
            ChipView("alarm", said(tongue, "Tell IT", "أبلغ الدعم"), Mark.BAD),
            ChipView("camera-off", said(tongue, "No camera", "لا كاميرا"), Mark.BAD),
            ChipView("clock", said(tongue, "Clock wrong", "الساعة خطأ"), Mark.BAD),
        )
    return BarView(
        port=said(tongue, "Cairo International Airport", "مطار القاهرة الدولي"),
        lane=said(tongue, "Lane 2", "مسار ٢"),
        officer=said(tongue, "Capt. Hany Mostafa", "نقيب هاني مصطفى"),
        direction=said(tongue, "Departing", "مغادرة"),
        chips=chips,
    )


def scans(tongue: Tongue, count: int = 12) -> tuple[ScanRowView, ...]:
    rows = (
        (Tone.CLEAR, "FATMA HASSAN ABDALLA IBRAHIM", ("Departed", "غادرت")),
        (Tone.REFER, "AHMED SAMIR FAROUK", ("Referred", "أُحيل")),
        (Tone.CLEAR, LONGEST_LATIN, ("Departed, automatic", "غادر تلقائيًا")),
        (Tone.UNREAD, "", ("Nothing recorded", "لم يُسجل شيء")),
        (Tone.REFUSE, "MAHMOUD ALI HASSAN", ("Refused", "رُفض")),
    )
    return tuple(
        ScanRowView(
            f"{number:032x}",
            tongue.digits(f"14:{59 - number:02d}"),
            tone,
            said(tongue, *WORDS[tone]),
            tongue.code(who) if who else "",
            said(tongue, *outcome),
        )
        for number, (tone, who, outcome) in (
            (number, rows[number % len(rows)]) for number in range(count)
        )
    )
