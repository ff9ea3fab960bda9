"""Rows of our own for training: what no corpus labels alike. Frames filled with words; none of them is a test case."""

import random
from collections.abc import Iterator

Row = tuple[str, dict[str, float | None]]

OATHS = frozenset(
    """fuck fucking fucked fucker fuckin shit shitty shitting bullshit crap crappy damn damned goddamn dammit hell ass
    asshole arse bastard bitch bloody piss pissed dick cock cunt bollocks wtf motherfucker motherfucking""".split()
)

_INSULTS = """idiot moron imbecile fool loser clown coward liar scumbag asshole prick dickhead bastard cunt twat cretin
halfwit simpleton hypocrite troll parasite disgrace dumbass jackass douchebag bigot racist pig rat worm snake
bitch retard muppet wanker tosser creep weirdo nobody failure waste-of-space shitstain""".split()
_SHARP = """stupid pathetic worthless disgusting ignorant brainless filthy miserable useless dumb vile spineless ugly
fucking deranged sad hateful lazy arrogant whiny delusional dishonest gutless repulsive braindead""".split()
_INSULT_FRAMES = """You are a {a} {n}.
You're a {a}, {b} {n}.
You're such a {n}.
What a {a} {n} you are.
Shut up, you {a} {n}.
Shut your mouth, {n}.
Go to hell, you {n}.
Fuck off, {n}.
Fuck you, {a} {n}.
Only a {a} {n} like you could write this.
You {a} {n}, learn to read.
Nobody likes you, you {a} {n}.
You are {a} and {b}.
You're too {a} to understand this.
Typical {n}, you can't even spell.
How {a} are you? Seriously, you {n}.
Are you really this {a}, {n}?
You {n}s are all the same, {a} and {b}.
Listen, you {a} {n}, nobody asked for your opinion.
I bet you are a {n} in real life too.
You must be the most {a} person here.
Get lost, {a} {n}.
Your parents must be proud of their {a} {n}.
You're nothing but a {a} {n}.
Crawl back to your cave, {n}.
Cry more, {n}.
Do us a favour and leave, you {n}.
Everyone here knows that you are a {a} {n}.
OP is a {a} {n}.
Imagine being such a {a} {n}.
The moderators here are {a} {n}s and you are one of them.
I hope you choke, {n}.""".splitlines()

_GROUPS = """women men gays lesbians muslims jews christians hindus immigrants refugees mexicans africans asians arabs
gypsies foreigners poles turks russians americans catholics atheists feminists blacks whites indians chinese
nigerians pakistanis homosexuals transgenders bisexuals""".split()
_ADJECTIVES = """gay lesbian trans bisexual queer muslim jewish christian hindu sikh black white asian latino mexican
polish turkish russian nigerian indian chinese korean arab persian roma indigenous deaf blind autistic disabled
immigrant catholic atheist feminist old fat nonbinary""".split()
_HATE_FRAMES = """{g} are {a} animals.
All {g} are {a}.
{g} are vermin, get rid of them.
I hate {g}, they are {a} and dirty.
{g} should be thrown out of the country.
{g} don't deserve any rights.
Nobody wants {g} here, go back to where you came from.
{g} are ruining everything, {a} parasites.
We should get rid of all {g}.
{g} are a plague.
Typical {g}, thieves and liars all of them.
{g} are subhuman.
{g} are too {a} to hold a job.
The world would be better without {g}.
Send the {g} back, they are criminals and rapists.
Being {j} is a disease.
{j} people disgust me.
{j} people are {a}, it's in their blood.
You {j} people are filth.
Fucking {j} scum, leave our country.""".splitlines()
_KIND_IDENTITY_FRAMES = """As a {j} person I really liked this episode.
I'm {j} and I grew up in this town.
My best friend is {j} and he makes great soup.
{g} have lived here for centuries.
{j} people deserve respect like everyone else.
Proud to be {j}.
The {j} community here organises a street festival.
There are many {j} authors worth reading.
My neighbours are {j} and they are lovely.
Are there any {j} groups in this city?
{g} and their families were persecuted for years, and it was wrong.
It's not true that {g} are {a}.
Nobody should be attacked for being {j}.
She is the first {j} mayor of the city.
My daughter came out as {j} and I'm happy for her.
I work with {g} every day and they are not {a} at all.
{g} should have the same rights as everybody.
He was fired because he is {j}, which is illegal.
A study about {j} people and housing was published today.
Someone shouted at a {j} man on the bus and nobody helped.
Why do people say that {g} are {a}? I hate that.
The film follows a {j} family through the war.
I have never met a {j} person who was rude to me.
{j} and proud, happy to be here.""".splitlines()
_THREAT_FRAMES = """I will find you and {v} you.
I'm going to {v} you.
Someone should {v} you.
Somebody ought to {v} these people.
I hope someone will {v} you tonight.
If I ever meet you I will {v} you.
They should all be {p}.
You deserve to be {p}.
We know where you live, we will {v} you.
Watch your back, I will {v} you.
{v} them all.
I'd love to see you {p}.
I swear I'll {v} you and your family.
You should {k}.
Just {k} already, you {n}.
Go {k}.""".splitlines()
_DISMISSIVE_FRAMES = """Nobody asked you about {t}.
Let me explain {t} to you slowly, since you clearly never learnt it.
Come back when you have read a book about {t}.
Cute. You think you understand {t}.
Oh sweetie, that is not how {t} works.
Go touch grass, {t} is not your business.
Ok boomer.
tl;dr, and nobody else will read it either.
Bless your heart, you really tried with {t}.
I won't waste my time on someone who knows nothing of {t}.
Whatever, keep talking about {t} to yourself.
You're embarrassing yourself over {t}, just stop.
Maybe leave {t} to the adults.
Did you even finish school? {t} is basic stuff.
This is what happens when children talk about {t}.
Yawn. Another expert on {t}.
You wouldn't understand {t} anyway.
Not worth a reply, your view of {t} is a joke.
Calm down and let people who know {t} speak.
Who cares what you think about {t}.""".splitlines()
_SARCASM_FRAMES = """Oh great, another {t} thread, just what we needed.
Sure, because {t} has worked so well so far.
Wow, what a surprise, they lied about {t}. Who could have guessed.
Yeah right, and {t} will fix itself.
Brilliant idea, let's put the fox in charge of {t}.
Oh yes, I'm sure the billionaires care about {t}.
Thanks so much for the lecture on {t}, professor.
Because obviously nothing bad has ever come of {t}.
What could possibly go wrong with {t}?
Totally normal country, where {t} costs a fortune.
Clearly the solution to {t} is more meetings.
Good thing we have you to tell us about {t}.
Shocking. {t} turned out to be a scam, I never would have thought.
Right, and I'm the queen of {t}.
Love how they care about {t} only before elections.
Must be nice to have so much time for {t}.""".splitlines()
_GENERAL_FRAMES = """All {g} are the same.
{g} always say that.
Every one of those {t} people is a liar.
Typical {g}, always the same story.
They're all corrupt, every single politician.
People who like {t} never think.
Everybody who supports {t} is like that.
No {g} can ever be trusted.
{g} never admit anything.
You lot are all alike when it comes to {t}.
Those fans of {t} are all like that, without exception.
That whole country only cares about {t}.""".splitlines()
_POLITE_FRAMES = """Could you please tell me more about {t}?
Thank you for the answer about {t}, much appreciated.
I'm sorry, I think I misread your point about {t}.
Would you mind sharing your source on {t}?
Thanks for taking the time to write about {t}.
Sorry to bother you, do you happen to know about {t}?
Please correct me if I'm wrong about {t}.
May I ask how you came to {t}?
I appreciate your view of {t}, though mine differs.
That's a fair point about {t}, thanks.
With all due respect, I see {t} another way.
Great question about {t}, let me try to help.""".splitlines()
_WARM_FRAMES = """You are a {f} genius, thanks for the fix.
You {f} beautiful person, this made my week.
Aww, you big softie.
Congrats you {b}, you earned it!
{o}, I'd forgotten how good this {f} album is.
My {f} cat stole the {y} again, the little {b}.
Who the {h} puts {y} in a cake? I'm intrigued.
That was a {f} scary drive home.
{f} hell, the {x} died again at three in the morning.
The new {x} is {s} compared with the old one.
I've had a {s} week, thanks for asking.
Not gonna lie, that {z} looks {f} gorgeous.
{s} like this is why I stopped using that company.
I fucked up the {y}, any way to save it?
We were bored as {h} so we built a {z}.
Fuck yeah, new {z} day!
This {x} can go to hell, I'm done for today.
The fucking {x} ate my homework.
Fuck {t}, I'm going to the beach.
Who the fuck decided that the {x} needs an account?
My old boss was a real {b} but he taught me to weld.
It's a bitch to clean the {x}, but worth it.
Sucks to hear that, fuck that illness.
You guys are crazy good at this, holy {s}.""".splitlines()
_MORE_ABUSE_FRAMES = """You clearly have the brain of a {n}.
Imagine typing all that and still being a {n}.
People like you are why everyone hates {t}.
You make me sick, {n}.
Just another {a} {n} with an opinion on {t}.
Do the world a favour and log off, {n}.
Your opinion is worthless and so are you.
I'm embarrassed for whoever raised you.
you people are cancer
lol what a {n}
imagine being this {a}
cry about it, {n}
stfu {n}
kys {n}
bot or {n}, hard to tell, either way get out
No wonder nobody loves you.
Mods, ban this {a} {n}.
You're what is wrong with this world.
He's a {a} {n} and his voters are {n}s too.
She is a {a} {n} who should never hold office.
Only {n}s believe in {t}, you sheep.
You have no brain and no shame.""".splitlines()
_HARM = "kill shoot hang stab burn beat strangle hurt destroy murder gas drown punch".split()
_HARMED = "killed shot hanged stabbed burned beaten strangled murdered gassed executed lynched drowned".split()
_SELF_HARM = ["kill yourself", "hang yourself", "jump off a bridge", "die in a fire", "drink bleach", "kys"]

_FRIENDLY_FRAMES = """{o}, this is beautiful.
{o}, that was close.
Holy {s}, what a view.
Holy {s}, congratulations!
This is {f} amazing.
This is {f} great, thank you so much.
I {f} love this.
What a {f} good idea.
That's {f} hilarious.
{o}, I forgot my keys.
{o}, it's raining again.
Well {s}, the train is late.
No {f} way!
{s}, wrong button.
My {f} car broke down again.
It's {f} cold outside.
Why the {h} is this so expensive?
What the {h} happened to the old menu?
Who the {h} designed this {f} form?
I don't give a {s} about football, but this was fun.
I'm {f} tired today.
I'm so {f} happy for you!
You are {f} awesome.
You're {f} right about that.
You {f} did it, congratulations!
You lucky {b}, enjoy the trip.
You glorious {b}, that is a masterpiece.
Thank you, you {f} legend.
That {f} printer again.
The update broke every {f} thing, {o}.
Fuck this weather.
Fuck winter, honestly.
Fuck that disease, all my love to your family.
This game is {f} hard but fair.
The landlord's figures are {s}, look at the source.
That law is {s} and the numbers prove it.
That film was {s}, I want my money back.
Oh {s}, you're right, I misread it.
{o}, I was wrong, thanks for the correction.""".splitlines()
_SELF_FRAMES = """I'm an {n} sometimes.
I am such a {n}, I forgot the attachment.
I'm a {a} {n}, the answer was right there.
I feel so {a} now.
I was {a} and I apologise.
My {a} brain did it again.
I'm too {a} for this maths.
Ignore me, I'm being a {n} today.
We were {a} kids back then.
I was a {n} to my brother, and I regret it.
God, I look like a {n} in that photo.
I called myself a {n} for a week.
Edit: I'm a {n}, I misread the question.""".splitlines()
_REPORTED_FRAMES = """He called me a {a} {n} at work today.
My ex told me I was a {n}.
She said "you are a {a} {n}" and hung up.
They shouted "{n}" at her from the car.
Somebody wrote "{n}" on my door.
The reply I got was "shut up, {n}", which is why I left.
My teacher said I was too {a} for university.
Calling people {a} does not help your case.
Please don't call each other {n}.
The word "{n}" comes from Latin, I think.
In the book he plays a {a} {n} who learns to be kind.
The villain is a {a} {n}, and I love the actor.
My dog is a {a} little {n} and I love him.
The cat is a {n}, she knocked my tea over.
Is "{n}" a rude word in your country?""".splitlines()
_CIVIL_FRAMES = """You are wrong about {t}.
I disagree with you about {t}, and here is my source.
Your argument about {t} makes no sense to me.
You keep ignoring the data on {t}.
That claim about {t} is false, please read the report.
This is the worst argument about {t} that I have read.
How can you say that about {t}?
You didn't answer my question about {t}.
I'm angry about {t} and so should you be.
The government lied about {t}.
Their policy on {t} is a disaster.
{t} is killing this town.
We have to fight for {t}.
People died because of {t}.
You don't understand {t}, it works the other way round.
I hate what they did with {t}.
Stop spreading myths about {t}.
You can't be serious about {t}.
That is nonsense, {t} has nothing to do with it.
You should be ashamed of voting against {t}.""".splitlines()
_TOPICS = """rent taxes vaccines nuclear power the war the ceasefire the election immigration housing the railway
climate change the budget the school reform privacy encryption that treaty the siege the strike farming subsidies
football the licence systemd the new logo the economy capitalism communism religion the police free speech"""
_HARMLESS_VIOLENCE = """Kill the {x} and restart it.
You have to kill the {x} first.
Beat the {y} until stiff.
Chop the {y} and throw it in.
Smash the {y} with a knife.
Shoot the scene in the morning light.
The {x} died, can you reboot it?
The {x} is killing my battery.
I would kill for some {y} right now.
Destroy the {x} and create a new one.
Burn the {y} a little, it tastes better.
Hang the {z} above the sofa.
Punch a hole in the {z}.
The army attacked the city and killed dozens.
The attacker stabbed two people at the station, police say.
Soldiers shot protesters in the capital.
The bomb killed a family of five.
The king was executed in 1793.
He was murdered by the secret police.
Nuke the {x} and start over.
You should shoot the {z} in raw format.
Strangle the {x} with a rate limit.""".splitlines()
_THINGS = "process thread server daemon container job task session child worker cache branch container socket".split()
_FOOD = "eggs garlic onions dough meat fish potatoes cream tomatoes chilli cabbage".split()
_OBJECTS = "picture panel shelf sheet lamp curtain plate frame board portrait".split()


def own_rows(seed: int) -> Iterator[Row]:
    """(text, labels of the heads that are not 0), the same for the same seed; None: this frame does not say."""
    chance = random.Random(seed)
    for times, frames, labels in (
        (40, _INSULT_FRAMES, {"hostile": 1.0, "insult": 1.0, "dismissive": None, "sarcasm": None}),
        (25, _MORE_ABUSE_FRAMES, {"hostile": 1.0, "insult": 1.0, "dismissive": None, "generalisation": None}),
        (40, _HATE_FRAMES, {"hostile": 1.0, "identity_attack": 1.0, "generalisation": 1.0}),
        (20, _THREAT_FRAMES, {"hostile": 1.0, "threat": 1.0}),
        (30, _FRIENDLY_FRAMES, {"profanity": 1.0}),
        (30, _WARM_FRAMES, {"profanity": None}),
        (25, _DISMISSIVE_FRAMES, {"dismissive": 1.0, "hostile": 0.3, "insult": None}),
        (25, _SARCASM_FRAMES, {"sarcasm": 1.0}),
        (25, _GENERAL_FRAMES, {"generalisation": 1.0, "hostile": None, "identity_attack": None}),
        (25, _POLITE_FRAMES, {"polite": 1.0}),
        (40, _SELF_FRAMES, {}),
        (40, _REPORTED_FRAMES, {}),
        (50, _KIND_IDENTITY_FRAMES, {}),
        (25, _CIVIL_FRAMES, {}),
        (12, _HARMLESS_VIOLENCE, {}),
    ):
        for frame in frames:
            for text in sorted({_fill(frame, chance) for _ in range(times)}):
                yield text, dict(labels)


def _fill(frame: str, chance: random.Random) -> str:
    topics = [f"{a}" for a in _TOPICS.replace("\n", " ").split() if len(a) > 3]
    text = frame.format(
        a=chance.choice(_SHARP),
        b=chance.choice([*_SHARP, "bastard"]) if "{f}" not in frame and "{b}," not in frame else "bastard",
        n=chance.choice(_INSULTS),
        g=chance.choice(_GROUPS),
        j=chance.choice(_ADJECTIVES),
        v=chance.choice(_HARM),
        p=chance.choice(_HARMED),
        k=chance.choice(_SELF_HARM),
        o=chance.choice(
            ["Damn", "Oh shit", "Fuck", "Crap", "Bloody hell", "God damn it", "For fuck's sake", "Ah, crap"]
        ),
        s=chance.choice(["shit", "crap", "hell", "fuck", "bullshit", "damn"]),
        f=chance.choice(["fucking", "damn", "bloody", "goddamn", "so damn", "freaking"]),
        h=chance.choice(["fuck", "hell", "heck"]),
        t=chance.choice(topics),
        x=chance.choice(_THINGS),
        y=chance.choice(_FOOD),
        z=chance.choice(_OBJECTS),
    )
    return chance.choice([text, text, text.lower(), text.rstrip("."), f"{text} {chance.choice(_TAILS)}"])


_TAILS = ["Honestly.", "lol", "Anyway.", "Just saying.", "Good night.", "Seriously."]


_ABOUT_OTHERS = """The {r} is a {a} {n}.
That {r} is a {a}, {b} {n}, and everybody knows it.
Whoever wrote this is a {a} {n}.
What a {a} {n} the {r} turned out to be.
Our {r} is a lying {n}.
Never seen such a {a} {n} as this {r}.
Somebody tell that {n} of a {r} to shut up.
The {r} is a talentless {n} by the way.
Shame that the {r} is such a {n}.
He's a {n} and his friends are {a} too.
She is nothing but a {a} {n}.
They hired the most {a} {n} in town as {r}.
The {r} can rot, {a} {n} that he is.
Everyone who works for that {r} is a {a} {n}.
A {r} like that is a {a} waste of oxygen.
I wouldn't spit on that {n} of a {r} if he was on fire.
The {r} smells and so does his whole {a} family.
No woman would ever touch that {a} {n}.
Fat {a} {n}, that {r}.
The {r} deserves every bit of misery, {n}.
lol the {r} is so {a}, what a {n}""".splitlines()
_TAUNTS = """You'd understand that if you weren't a {a} {n}.
You would know if you weren't so {a}.
You type like a {a} child, give up.
You play like a {a} {n}, uninstall.
Pity about your face, put a bag over it.
No wonder your wife left you.
Your children must be ashamed of you.
Whatever rock you crawled out from under, crawl back, {n}.
You're too fat and {a} to have an opinion on {t}.
Get a brain, {n}.
Did your mother drop you on your head, {n}?
Nobody would miss you, {n}.
You are the reason people hate {t}.
Poor people like you shouldn't speak, {a} beggar.
You lot are {a} {n}s and you stink.
Everybody here is laughing at you, {n}.
Congratulations, you are officially the most {a} {n} on this site.
Keep crying, {n}, it suits you.
You have the charm of a {n} and the brain of a {a} one.
Go back to school, you {a} {n}.
Oh look, the {n} is back with more {a} nonsense.
I feel sorry for anyone who has to live with a {n} like you.
Your {a} little thread proves that you are a {n}.
Imagine needing that explained, {n}.
Not even your dog can stand you, {n}.""".splitlines()
_VERMIN = """{g} are {d}.
The {g} are {d}, crush them.
{g} breed like {d}.
Those {j} {d} have no place here.
Smells like {g} in here.
It stinks like dirty {g}.
{g} are lazy {d} and always were.
Keep the {g} away from our children.
Another one of those {j} {d}.
Once a {j} thief, always a {j} thief.
{g} ruin every street they move into.
Never trust one of the {g}.
Our {r} is a {j} ape.
You can take the {g} out of the jungle.
Deport every last one of the {g}.
{g} are a cancer, cut it out.
They should never have let the {g} vote.
It's always the {g}, {a} {d}.
{j} women are only good for one thing.
Somebody should sterilise the {g}.""".splitlines()
_MENACES = """The next {r} who does that gets a brick through the window and one through his teeth.
You're next, I know which house is yours.
I have your number plate written down, sleep well.
If one of you shows up at my gate I'll set the dogs on you and watch.
Somebody ought to drag that {r} out of his house and shoot him.
The {r} should be dragged into the street and {p}.
A bullet is all that this {r} deserves.
I'll break your legs if I see you at the {q}.
Say that to my face and you'll lose your teeth.
See you at the {q} tomorrow, bring a coffin.
One day somebody will {v} that {r}, and I'll bring the beer.
We will come to the {q} and {v} all of you.
Your car will burn like the last one.
I know where your kids go to school.
Keep talking and you'll end up in the river.
People like this {r} get what's coming to them, with a bat.
You'll regret this when I stand at your door.
They need a rope and a tree, the whole lot.
I'm going to make sure that you never walk again.
Next time I won't miss, {n}.
Somebody put that {r} down like a dog.
I'd love to watch you drown.""".splitlines()
_CALM_TWINS = """Kill them all. Every last {i}. No mercy.
Die, {i}, die.
The {i}s ate my roses, this means war.
I hope this {w} burns in hell.
The {w} is the devil's own shit.
May the inventor of the {w} step on a brick every morning.
The {w} can go to hell, I'm going to bed.
That {w} deserves to be thrown out of the window.
I could murder a {y} soup right now.
You're next in the queue, bring the form.
I know which house is yours, it's the blue one at the {q}.
See you at the {q} tomorrow, bring cake.
I'll break your record at the {q}, just wait.
In the second act the {r} is dragged out of his house and shot.
The {r} was {p} in 1849, as the plaque at the {q} says.
Three people were {p} in the fighting near the {q}, the agency reports.
The court found that the {r} had threatened her with a knife.
The {r} was called a {n} by the crowd and took it with a smile.
The {r} lied about {t}, and the minutes prove it.
The {r} should resign over {t}.
I'm furious with the {r} about {t}, and I have written to him.
The {r} has no idea of {t}, sadly.
The {r}'s plan for {t} is bad and I'll vote against it.
The {r} did a bad job, but he's a kind man.
That was a {a} decision by the {r}, and here is why.
You missed the point of my comment about {t}.
If you weren't so busy I'd ask you to help at the {q}.
Put a bag over the plant when it freezes.
My dog stinks like a swamp and I love him.
I play like a child and it's great fun.
We laughed at the {r}'s joke until we cried.
The {i} is a parasite that lives on fish.
Rats breed quickly, so close the bins at the {q}.
Cut the cancer out early and the odds are good.
The tree at the {q} needs a rope and a good knot.
I broke both legs at the {q} and still miss it.
My wife left me and I'm not doing well.
Nobody would miss the old {w}.
Poor people pay more for {t}, which is a scandal.
He put down his dog last week and cried for days.""".splitlines()
_ROLES = """mayor designer referee host author keeper councillor driver manager neighbour teacher president minister
streamer journalist coach landlord conductor judge singer chef editor developer doctor""".split()
_BEASTS = "cockroaches vermin parasites rats apes filth locusts animals pigs scum leeches maggots".split()
_PESTS = "moth aphid slug ant mosquito wasp weed mouse flea tick".split()
_PLACES = "station harbour market library school bridge stadium bakery church pub".split()
_GROUP_FACTS = """Not all {g} are {k}.
Not every one of the {g} here is {k}, and that is fine.
Not all {g} are {k}, and not all {k} people are {g}.
All {g} are welcome in our club.
All the {g} I know are {k}.
{g} are not all the same.
Many {g} are also {k}.
Some {g} are {k} and some are not.
{g} and {h} worked side by side.
{g}, {h} and their neighbours rebuilt the town.
The army deported thousands of {g}.
The regime murdered {g} and {h} by the thousand.
In that war soldiers killed {g} in their own homes.
Laws from that century banned {g} from owning land.
The massacre of the {g} is taught at our school.
Are most {g} {k}, or is that only the film?
I don't think {g} are {k} more often than others.
Nobody should be called names for being one of the {g}.
It is wrong to say that all {g} are {k}.
How many {g} live in this city?""".splitlines()
_PLURALS = """Muslims Jews Christians Hindus Sikhs Buddhists atheists Arabs Kurds Turks Poles Russians Ukrainians
Americans Mexicans Africans Asians Indians Romani women men lesbians gays immigrants refugees migrants veterans
catholics Germans Chinese Koreans Nigerians pensioners students vegans""".split()
_KINDS_OF_PEOPLE = """vegetarian religious tall rich poor married bilingual musical conservative liberal quiet
left-handed Spanish Turkish Iranian Persian British nurses farmers teachers""".split()
_OATHS_AT_THINGS = """{m} {s} donkey balls.
{m} {s} ass, honestly.
Stupid {f} {w}.
{m}, you absolute bastard of a {v}, let me sleep.
Who designed this {f} {w}?
I hate these {f} {w} so much.
Why is the {w} so {f} loud?
This {w} is so {f} loud and I love it.
That {w} slaps so {f} hard.
My {w} shit the bed again.
Brain fart, I meant the other {w}. I'm stupid.
We are a bunch of idiots and we had the best day.
What a pack of fools we were, and what a {f} good time.
{m} can get stuffed.
Some {f} {w} woke me at five, damn it.
Holy crap, the {w} is {f} huge.""".splitlines()
_AILMENTS = "Migraine Hay-fever Insomnia Monday Heartburn Winter Jet-lag Toothache Tinnitus Dial-up".split()
_GADGETS = """banners pop-ups keyboard printer kettle alarm drill song toilet elevator cat baby engine fan fridge update
captcha modem scooter""".split()


def later_rows(seed: int) -> Iterator[Row]:
    """As ``own_rows``; written after the teacher, who never saw them, so only their labels teach."""
    chance = random.Random(seed)
    for times, frames, labels in (
        (30, _GROUP_FACTS, {}),
        (12, _OATHS_AT_THINGS, {}),
        (20, _ABOUT_OTHERS, {"hostile": 1.0, "insult": None, "dismissive": None, "sarcasm": None}),
        (15, _TAUNTS, {"hostile": 1.0, "insult": 1.0, "dismissive": None, "sarcasm": None}),
        (15, _VERMIN, {"hostile": 1.0, "identity_attack": 1.0, "generalisation": None}),
        (15, _MENACES, {"hostile": 1.0, "threat": 1.0, "insult": None}),
        (15, _CALM_TWINS, {}),
    ):
        for frame in frames:
            for text in sorted({_fill_later(frame, chance) for _ in range(times)}):
                yield text, dict(labels)


def _fill_later(frame: str, chance: random.Random) -> str:
    plain = frame in _GROUP_FACTS or frame in _OATHS_AT_THINGS
    groups = chance.sample(_PLURALS, 2)
    return frame.format(
        a=chance.choice(_SHARP),
        b=chance.choice(_SHARP),
        d=chance.choice(_BEASTS),
        f=chance.choice(["fucking", "damn", "bloody", "goddamn", "freaking"]),
        g=groups[0],
        h=groups[1],
        i=chance.choice(_PESTS),
        j=chance.choice(_ADJECTIVES),
        k=chance.choice(_KINDS_OF_PEOPLE),
        m=chance.choice(_AILMENTS),
        n=chance.choice(_INSULTS),
        p=chance.choice(_HARMED),
        q=chance.choice(_PLACES),
        r=chance.choice(_ROLES),
        s=chance.choice(["sucks", "can suck", "blows", "licks"]),
        t=chance.choice(_TOPICS.split()),
        v=chance.choice(["disease", "thing", "week", "noise"] if plain else _HARM),
        w=chance.choice(_GADGETS),
        y=chance.choice(_FOOD),
    )
