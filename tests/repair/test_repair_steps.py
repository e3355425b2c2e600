"""What each step of repair changes, and what it must leave alone."""

from __future__ import annotations

import pytest

from otklik.edits import Edited
from otklik.repair import Repairer

REPAIRER = Repairer()

REPAIRED = {
    "mojibake": """
        Ð¿Ñ€Ð¸Ð²ÐµÑ‚ → привет
        РџСЂРёРІРµС‚, РјРёСЂ! → Привет, мир!
        Ïðèâåò, î÷åíü äîëãî → Привет, очень долго
        рТЙЧЕФ, ЛБЛ ДЕМБ → Привет, как дела
        оПХБЕР, ЙЮЙ ДЕКЮ → Привет, как дела
        ЏаЁўҐв → Привет
        I donâ€™t like it → I don’t like it
        Всё плохо: РѕС‡РµРЅСЊ РґРѕР»РіРѕ → Всё плохо: очень долго
    """,
    "layout": """
        ghbdtn → привет
        Ghbdtn? rfr ltkf& → Привет, как дела?
        jxtym ljkuj → очень долго
        [jhjij → хорошо
        dct to` gkj[j → все ещё плохо
        JXTYM GKJ[J → ОЧЕНЬ ПЛОХО
        ntktajy yt hf,jnftn, e;fc! → телефон не работает, ужас!
        Очень долго jndtxfkb → Очень долго отвечали
        hello rfr ltkf → hello как дела
        nfrjq iPhone vyt yt ye;ty → такой iPhone мне не нужен
        dct gkj[j,yt hf,jnftn → все плохо,не работает
        руддщ → hello
        Руддщ цщкдв → Hello world
        пщщв ыукмшсу → good service
        еру фзз шы ыдщц → the app is slow
        yt hf,jnftn → не работает
        e;fc → ужас
    """,
    "translit": """
        spasibo → спасибо
        ochen dolgo zhdal → очень долго ждал
        o4en' dolgo jdal → очень долго ждал
        Ochen' dolgo, ne sovetuyu! → Очень долго, не советую!
        4to za uzhas → что за ужас
        wikarnoe obsluzhivanie → шикарное обслуживание
        ya vas ochen lublu → я вас очень люблю
        kakoy-to koshmar → какой-то кошмар
        prilojenie rabotaet ploxo → приложение работает плохо
        zakaz Wildberries ne prishel → заказ Wildberries не пришел
        NE RABOTAET VOOBSHE → НЕ РАБОТАЕТ ВООБЩЕ
        vsjo horosho, spasibo bol'shoje → всё хорошо, спасибо большое
        èto očen' ploho → это очень плохо
        Very bad service. Ochen ploho, dolgo zhdal → Very bad service. Очень плохо, долго ждал
    """,
    "lookalikes": """
        cпacибo вам → спасибо вам
        Bcё CУПEP → Всё СУПЕР
        х0рошо на3ад → хорошо назад
        ОТКА3 в кредите → ОТКАЗ в кредите
        говорил c ними долго → говорил с ними долго
        gооd sеrvice → good service
    """,
    "spaced": """
        д о л г о ждал → долго ждал
        это о ч е н ь д о л г о → это очень долго
        п л о х о  о б с л у ж и л и → плохо обслужили
        у.ж.а.с → ужас
        У-Ж-А-С-Н-О! → УЖАСНО!
        s l o w → slow
    """,
    "stretched": """
        оооочень → очень
        Сууупер → Супер
        нееет → нет
        о-о-очень долго → очень долго
        не-е-ет → нет
        такая дли-и-инная очередь → такая длинная очередь
        soooo goood → so good
        ОООЧЕНЬ → ОЧЕНЬ
    """,
    "punctuation": """
        Ужас!!!!!! → Ужас!!!
        Ну..... → Ну...
        ок)))))) → ок)))
        why????? → why???
    """,
}
KEPT = """
    ЗАО «Ромашка» и ООО «Лютик»
    Café était naïve
    ??? ????
    Пользуюсь Sberbank online, vpn, Wi-Fi и iPhone 12
    пишите на ivan.petrov@mail.ru или https://vk.com/ochen_dolgo
    купил в Pyaterochka, Magnit Kosmetik и Zolotoe Yabloko
    карта Mir, счёт в VTB, login: dolgo_zhdal
    модель XR-200S, артикул AB12cd, 5й этаж, 3г интернет, 4к
    на 30 дней, в 2х местах, 10к рублей
    The stuff was very freindly and helpfull, definately reccomend
    thx gud app luv it
    na
    to be or not to be
    Muy buena atencion, gracias por todo
    Die Lieferung war sehr schnell, vielen Dank
    Banka iyi ama uygulama cok yavas
    Duzhe dyakuyu, vse shvydko i yakisno
    Bardzo dobrze, polecam
    Rakhmet, ote jaqsy qyzmet
    Bu xizmat juda yaxshi
    App bareeda haala salpaan taheen fayiidaa
    Дуже дякую, все швидко
    Рахмет, өте жақсы
    т. д., т. п., г. н. э., А. С. Пушкин, т.е. и.о.
    кто-то из-за угла, по-октябрьски, во-вторых, чуть-чуть
    МТБ-банк, н-ной, С-Стабильность
    ааа ммм III XXL
    замОк и зАмок
    👍👍👍👍 спасибо ❤️❤️
    options a b c d
    приложуха лагает, кэшбэк не пришёл, юзаю ютуб
    Ёлка, объём, подъезд
"""


def cases() -> list[tuple[str, str, str]]:
    lines = [(step, line.strip()) for step, block in REPAIRED.items() for line in block.splitlines()]
    return [(step, *line.split(" → ", 1)) for step, line in lines if line]  # type: ignore[misc]


def repaired(text: str) -> str:
    return Edited(text).then(REPAIRER.changes(text)).text


@pytest.mark.parametrize(("step", "text", "meant"), cases())
def test_a_step_repairs(step: str, text: str, meant: str) -> None:
    assert repaired(text) == meant
    assert {change.step for change in REPAIRER.changes(text)} == {step}


@pytest.mark.parametrize("text", [line.strip() for line in KEPT.splitlines() if line.strip()])
def test_what_is_no_slip_stays(text: str) -> None:
    assert REPAIRER.changes(text) == []


def test_one_word_may_need_several_steps() -> None:
    [first, second] = REPAIRER.changes("oooochen dolgo!!!!!!")
    assert (first.new, second.new, second.step) == ("очень", "долго!!!", "translit+punctuation")
