"""What the sandbox's community says and does, in our own words. People and servers are invented."""

from dataclasses import dataclass

LOCAL = ("ada", "tomas", "mina", "jonas", "petra", "luis", "greta", "blaze")
"""Accounts of this server. Ada and Tomas moderate."""
REMOTE = {
    "oleg": "harbour.example",
    "wren": "harbour.example",
    "kusi": "fjord.example",
    "noor": "meadow.example",
    "rex": "gulch.example",
}
"""Accounts of other servers."""

THREADS = {
    "visit": ("worldnews", "mina", "President pays a state visit to the dictator next door"),
    "quake": ("worldnews", "jonas", "Earthquake off the coast, harbour district evacuated"),
    "rent": ("worldnews", "luis", "City council votes on the rent cap tonight"),
    "bike": ("workshop", "greta", "I rebuilt a 1974 folding bike from three wrecks"),
    "server": ("workshop", "jonas", "My home server keeps dying at night"),
    "soup": ("kitchen", "petra", "What do you do with half a cabbage?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A comment. ``at``: minutes before the start for history, seconds after it for what follows."""

    at: float
    who: str
    thread: str
    text: str
    key: str = ""
    """By which later lines and acts name it."""
    to: str = ""
    """Key of the comment that it answers."""
    language: int = 37
    late_min: float = 0.0
    """Federated late: published so many minutes earlier by its author's clock; negative: their clock runs ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done to a comment, ``at`` seconds after the start."""

    at: float
    who: str
    what: str
    """edit, delete, remove, restore, resolve (the bot's reports)."""
    key: str = ""
    text: str = ""


HISTORY = (
    Line(
        at=95,
        who="jonas",
        thread="server",
        key="link",
        text="This guide helped me: [memory tuning](https://docs.meadow.example/memory)",
    ),
    Line(at=80, who="luis", thread="server", to="link", text="Thank you, chapter two was what I needed."),
    Line(
        at=300,
        who="mina",
        thread="visit",
        text="Two dictatorships propping each other up. My grandparents fled one of them.",
    ),
    Line(
        at=290, who="kusi", thread="visit", key="pact", text="It's basically their equivalent of a mutual defence pact."
    ),
    Line(
        at=281,
        who="jonas",
        thread="visit",
        to="pact",
        text="I don't think that's right. The treaty from the sixties was renewed twice, look at article four.",
    ),
    Line(at=270, who="noor", thread="visit", to="pact", text="Holy shit, I had no idea they renewed it."),
    Line(
        at=262,
        who="luis",
        thread="visit",
        text="Eleven people were killed at the border last month and nobody talks about it any more.",
    ),
    Line(
        at=255,
        who="greta",
        thread="visit",
        text="The regime jails its critics and starves whole provinces. A handshake doesn't change that.",
    ),
    Line(
        at=240,
        who="wren",
        thread="visit",
        text="> They said it would last a year.\n\nAnd here we are. Sounds about right.",
    ),
    Line(
        at=220,
        who="petra",
        thread="quake",
        text="My sister lives two streets from the harbour. She's fine, thanks to everybody who asked.",
    ),
    Line(at=214, who="oleg", thread="quake", text="The sirens scared the crap out of my dog, but we're okay."),
    Line(
        at=209,
        who="mina",
        thread="quake",
        text="Please don't spread rumours about a second wave. The institute says there is none.",
    ),
    Line(at=200, who="luis", thread="quake", key="aid", text="Where can one bring blankets?"),
    Line(
        at=198,
        who="tomas",
        thread="quake",
        to="aid",
        text="The school gym on Pier Street takes blankets and baby food until ten.",
    ),
    Line(
        at=190,
        who="jonas",
        thread="quake",
        text="As a gay man in a small fishing town I have to say: the whole street helped, nobody asked anything.",
    ),
    Line(
        at=180,
        who="greta",
        thread="rent",
        key="cap",
        text="A rent cap is a terrible idea. We tried it in 2011 and nobody built anything for years.",
    ),
    Line(
        at=176,
        who="luis",
        thread="rent",
        to="cap",
        key="cap2",
        text="You're wrong about that. Building permits went up in 2012, it's in the council's own report.",
    ),
    Line(
        at=172,
        who="greta",
        thread="rent",
        to="cap2",
        text="That report counts permits, not flats. Your argument is weak and you know it.",
    ),
    Line(
        at=168,
        who="luis",
        thread="rent",
        to="cap2",
        text="Fine, agree to disagree. I'm still angry that my neighbour pays half her wage.",
    ),
    Line(at=160, who="noor", thread="rent", text="I'm calling bullshit on the landlords' figures, look at page nine."),
    Line(
        at=150,
        who="kusi",
        thread="rent",
        text="Muslims, Christians and the chess club are organising a soup kitchen in front of the town hall tonight, come along.",
    ),
    Line(
        at=141,
        who="petra",
        thread="rent",
        text="Ich finde den Vorschlag eigentlich ganz vernünftig, aber er kommt zehn Jahre zu spät.",
        language=32,
    ),
    Line(
        at=130,
        who="wren",
        thread="rent",
        text="C'est une bonne idée, mais il faut aussi construire plus de logements dans le quartier.",
        language=47,
    ),
    Line(at=120, who="mina", thread="bike", text="You magnificent bastard, you actually did it!"),
    Line(at=118, who="oleg", thread="bike", text="That's fucking beautiful. What paint is that?"),
    Line(
        at=115,
        who="greta",
        thread="bike",
        text="Plain enamel, four coats. I'm such an idiot, I painted over the serial number.",
    ),
    Line(at=111, who="noor", thread="bike", text="You lucky devil, I've looked for that hub for years."),
    Line(
        at=104,
        who="tomas",
        thread="bike",
        text="Beat the dent out from the inside with a rubber mallet, then kill the last bit with filler.",
    ),
    Line(
        at=97,
        who="jonas",
        thread="server",
        key="oom",
        text="Every night at three the database gets killed and leaves a zombie process behind.",
    ),
    Line(
        at=95,
        who="luis",
        thread="server",
        to="oom",
        text="Kill the parent and the zombie goes away. Then look at the out-of-memory killer's log.",
    ),
    Line(
        at=92,
        who="kusi",
        thread="server",
        to="oom",
        text="I hate that thing with a passion. Shoot it and buy more memory.",
    ),
    Line(at=88, who="jonas", thread="server", to="oom", text="I feel so stupid. It was the backup script."),
    Line(at=80, who="greta", thread="server", text="We've all been there. Mine deleted itself once."),
    Line(at=74, who="blaze", thread="rent", key="blaze1", text="You people are so fucking stupid it hurts."),
    Line(
        at=72,
        who="noor",
        thread="rent",
        to="blaze1",
        text="> You people are so fucking stupid it hurts.\n\nPlease don't. Some of us just want to talk about rent.",
    ),
    Line(at=60, who="rex", thread="visit", key="rex1", text="Muslims are animals, throw them all out."),
    Line(at=52, who="mina", thread="visit", to="rex1", text="Reported. Nobody deserves to be talked about like that."),
    Line(at=45, who="petra", thread="soup", text="Fry it with caraway and apple. Or kimchi, if you can wait."),
    Line(
        at=40, who="oleg", thread="quake", key="edited-before", text="The bridge is open again.\n\nEdit: one lane only."
    ),
    Line(at=30, who="luis", thread="quake", text=""),
    Line(at=25, who="wren", thread="bike", text="How heavy is it?"),
    Line(at=20, who="jonas", thread="server", text="lol"),
)

LIVE: tuple[Line | Act, ...] = (
    Line(
        at=2,
        who="kusi",
        thread="visit",
        key="names",
        text="Three members have left that pact, and ~~Armenia~~ Azerbaijan was one of them, just this year.",
    ),
    Line(
        at=4,
        who="oleg",
        thread="visit",
        key="map",
        to="names",
        text="Other way round, I think. Do you mean the one in the west?",
    ),
    Line(at=6, who="luis", thread="bike", text="What a lovely thing. Would you sell it?"),
    Line(
        at=8,
        who="blaze",
        thread="visit",
        key="insult",
        to="map",
        text="You are a pathetic little idiot and everyone here is tired of you.",
    ),
    Act(
        at=10,
        who="kusi",
        what="edit",
        key="names",
        text="Three members have left that pact, and ~~Azerbaijan~~ Armenia was one of them, just this year.\n\nEdit: Flipped the names. They are now correct.",
    ),
    Line(
        at=11,
        who="kusi",
        thread="visit",
        to="map",
        text="Ah, crap, that I did. I should look at a map whenever I talk about them.",
    ),
    Line(
        at=13,
        who="noor",
        thread="visit",
        to="map",
        text="Sounds about right. But I don't think that article was ever tested.",
    ),
    Line(at=14, who="petra", thread="quake", key="turn", text="Does anybody know whether the school is open tomorrow?"),
    Line(at=16, who="tomas", thread="quake", to="turn", text="It is, from ten o'clock."),
    Line(at=17, who="mina", thread="quake", to="turn", text="Thanks for asking, I wondered too."),
    Line(
        at=18,
        who="greta",
        thread="rent",
        text='He called me a worthless idiot at the council meeting, and the minutes just say "heated".',
    ),
    Line(at=20, who="wren", thread="server", text="Late to the thread, but check the power supply.", late_min=150),
    Line(
        at=21,
        who="rex",
        thread="quake",
        key="threat",
        text="I will find you and I will hurt you, you worthless liar.",
        to="turn",
    ),
    Line(at=23, who="noor", thread="bike", text="My clock is wrong again, sorry.", late_min=-45),
    Act(
        at=25,
        who="petra",
        what="edit",
        key="turn",
        text="You stupid fucking idiots, everybody who answered here is a moron.",
    ),
    Act(
        at=30,
        who="jonas",
        what="edit",
        key="link",
        text="This guide helped me: [memory tuning](https://cheap-pills.gulch.example/buy)",
    ),
    Line(at=32, who="luis", thread="rent", text="The vote is in: 21 to 18 for the cap. What a night."),
    Line(at=33, who="greta", thread="rent", text="Well shit. Congratulations, I hope I'm wrong about it."),
    Line(
        at=35, who="blaze", thread="rent", key="blaze2", text="Shut up, you worthless piece of shit, nobody asked you."
    ),
    Act(at=38, who="ada", what="remove", key="rex1", text="Rule 1: no attacks on groups of people"),
    Line(at=40, who="mina", thread="bike", key="regret", text="That frame looks bent to me, are you sure?"),
    Act(at=43, who="mina", what="delete", key="regret"),
    Line(at=45, who="oleg", thread="quake", text="Ты прав, мост уже открыт, спасибо всем за помощь.", language=140),
    Act(at=47, who="ada", what="remove", key="blaze1", text="Rule 2: be civil"),
    Act(at=50, who="ada", what="restore", key="blaze1", text="on second thought, a warning will do"),
    Act(at=52, who="tomas", what="resolve"),
    Line(at=54, who="kusi", thread="soup", text="Kimchi it is. Fuck, that smells."),
)

SMALL_TALK = (
    "Thanks, that helped.",
    "I saw that too. Strange, isn't it?",
    "Source?",
    "Could be. The one in our street was built in the eighties.",
    "Damn, that's expensive.",
    "I disagree, but I see what you mean.",
    "Nice! Do you have a picture?",
    "Same here, since last Tuesday.",
    "I think the council should publish the numbers.",
    "No idea, sorry.",
    "You're right, I misread it.",
    "What the hell, it works now.",
    "That is simply not true, please read the article.",
    "Congratulations, well deserved.",
    "I'd bring a coat, it gets cold by the water.",
    "Has anybody tried the new bakery?",
)
"""What people go on saying once the script is over."""
