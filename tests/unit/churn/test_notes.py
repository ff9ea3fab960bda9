"""What counts as owning up to a change, in the many manners in which people do it, and what does not."""

import pytest

from bot.churn.changes import change_of
from bot.churn.notes import Note
from bot.churn.versions import version_of

SAID = """\
oops, I meant 42 not 72
(oops, I meant 42 not 72, please don't ride gravel on rocks)
Oops wrong year, it's 1998
whoops, had the two names backwards
ah crap, I wrote --hard before. my bad
D'oh, it was the north side of course
I meant Tuesday, obviously
meant to say Thursday
I meant to write "north"
(was 72, sorry)
(I had 1998 here before)
used to say 15 here, which was nonsense
this said 15 before, thanks Marta
brain fart, it's the 1993 one
my brain said north, I meant south
autocorrect got me: "public"
fixed, thanks
Fixed the number, thanks @anna
corrected above
corrected, cheers
now with the right number
right number now, thanks to the person below
number above is now right
ignore the old number
forget what stood here, I confused him with his brother
please ignore my earlier version
I was thinking of the other one
I was confusing it with Lisbon
I got that backwards, sorry
had it the wrong way round
wrong way around, sorry
I can't count, it's five
can't read today, it says 1.2 not 12
I stand corrected, it's 12
Rewrote this because people took it for a threat
reworded, that came out harsher than I wanted
took out the rude bit
toned down, sorry
deleted the second paragraph, it was wrong
removed my address, thanks
(took my name and number out, thanks for the warning)
I took the phone number out
number removed
took my phone number out on advice
crossed out what was wrong
strike that
scratch the part about Berlin
never mind the second part
nevermind, found it
changed my mind after reading the report
having read the report I no longer think so
after what @tom wrote I take that back
Turns out I was wrong
I was wrong about the date
wrong date before
Date was wrong, sorry.
Sorry for the confusion, it's the 5th
apologies, it's Monday
Mea culpa: it was the other brother
as pointed out below it's 300 not 3000
as @kim says, it's the left one
per the comment below: it's 240 V
thanks to Bob for the correction
thx bob, corrected
ty for the catch, its 5
good catch, it's 5 now
*edited to fix the date
**Correction** it's 5
CORRECTION - it's 5
updating: it's solved
UPDATE it's solved
SOLVED: it was the cable
[SOLVED] it was the cable
Found it! It was behind the sofa.
We found her!! She was at the neighbour's
it works now, it was the cable
Perdón, me he liado con el año y con la vertiente, ya está corregido.
me he liado con los años
quería decir 1999
corregido, gracias
ya está corregido
perdón, era el sur
ups, era el martes
me colé, era el 5
Scusate, ho sbagliato giorno
intendevo sabato
volevo dire sabato
ops, era sabato
corretto, grazie
avevo guardato il calendario del mese sbagliato
pardon, c'était 1999
oups, je voulais dire 1999
je me suis emmêlé les pinceaux
j'ai inversé les deux noms
corrigé, merci
désolé, erreur de ma part
Sorry, ich meinte Dienstag
ups, falsches Jahr
Quatsch, es war 1999
hab die beiden verwechselt
habs korrigiert, danke
ist korrigiert
Zahl korrigiert
da hab ich mich vertan
Pardon, Zahlendreher
mein Fehler, es waren 12
desculpa, era terça
ops, quis dizer terça
troquei os nomes, desculpem
corrigido, valeu
corrigi o número, obrigado
sorry, ik bedoelde dinsdag
oeps, verkeerde dag
foutje, het is dinsdag
aangepast, dank
aangepast n.a.v. reactie hieronder
przepraszam, chodziło o wtorek
ups, pomyliłam dni
poprawione, dzięki
ой, имел в виду вторник
исправил, спасибо
исправлено
перепутала, вторник конечно
прошу прощения, оговорился
Förlåt, jag menade tisdag
rättat, tack
oj, fel dag
"""
NOT_SAID = """\
I meant every word of it
Thanks for the info
The correction of the dollar was due
They fixed the bridge
He was wrong about everything
You are wrong and you know it
Never mind what they say, vote
Sorry, but you're an idiot
It works
Oops, there goes the economy
I found it boring
She got it backwards, as always
He changed his mind twice
the number was removed from the register
I can't read this nonsense any more
ich meinte es ernst
c'était bien
era un buen hombre
sorry to say this but people like you ruin it
it was nonsense, what he said
as he says, it's all lies
Thanks to Bob we lost
No longer think they are worth it
"""


def note_between(before: str, after: str) -> Note:
    return change_of(version_of(before), version_of(after)).note


@pytest.mark.parametrize("words", SAID.splitlines())
def test_an_author_may_own_up_in_any_words(words: str) -> None:
    assert note_between("The old text stands here.", f"The old text stands here.\n\n{words}").said


@pytest.mark.parametrize("words", NOT_SAID.splitlines())
def test_the_same_words_about_something_else_own_up_to_nothing(words: str) -> None:
    for between in (" ", "\n\n"):
        assert not note_between("The old text stands here.", f"The old text stands here.{between}{words}").said


def test_a_note_is_found_at_either_end_of_a_text_however_long() -> None:
    long = "word " * 1900

    assert note_between("Short.", f"Oops, I meant south. {long}").said
    assert note_between("Short.", f"{long} Sorry, I wrote north before.").said


def test_what_stood_in_the_text_before_the_edit_is_no_note_of_it() -> None:
    assert not note_between(
        "Oops, I meant south. Take the left road.", "Oops, I meant south. Take the right road."
    ).said


def test_an_address_is_no_note() -> None:
    before = "The download is here: https://tool.example/get (check it)"
    after = "The real download is here: https://tool-update.example/fixed: (check it)"

    assert not note_between(before, after).said
