"""Whether the author says that a text was changed, and what kind of change the words claim.

Patterns are of lower case and texts are lowered for them: so they are found several times as fast as with any case.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from bot.churn.phrases import Phrases
from bot.text import lowered

_MARK = (
    r"edit(?:ed|s)?(?!or|ion|orial)|eta|upd(?:ate)?(?:d|s)?|correct(?:ion|ed)|fix(?:ed)?|addend(?:um|a)|p\.?\s?s\.?|amended|revised"
    r"|erratum|clarif(?:ication|ied)|typo"
    # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian
    r"|bearbeitet|bearbeitung|edith?|nachtrag|korrektur|korrigiert|ergänzung|erg[äa]nzt|änderung|geändert|aktualisiert"
    r"|édit(?:é|ion)?|modifi(?:é|cation|cado|cato)|correction|corrigé|mise à jour|màj|maj|ajout"
    r"|editad[oa]|edici[óo]n|correcci[óo]n|corregid[oa]|actualizaci[óo]n|actualizado|añadid[oa]|edito"
    r"|modifica(?:to)?|correzione|corretto|aggiornamento|aggiunta|aggiunto"
    r"|edi[çc][ãa]o|correç[ãa]o|corrigido|atualizaç[ãa]o|atualizado|acréscimo"
    r"|bewerkt|bewerking|aanvulling|gecorrigeerd|correctie|aangepast|toevoeging"
    r"|edyc?ja|edytowano|edytowane|poprawka|poprawiono|aktualizacja|uzupełnienie|dopisek"
    r"|change[sd]?(?=:)|cambios?(?=:)|changements?(?=:)|mudança(?=:)|wijziging(?=:)|zmiana(?=:)|изменени[ея](?=:)"
    r"|изменено|отредактировано|исправлено|исправил[а]?|правка|ред|upd|апд|дополнение|добавлено|уточнение|обновление|опечатка"
)
_REMOVED = r"[\[(][^\[\]()\n]{0,80}\b(?:removed|redacted|edited out|taken out|deleted|withheld|censored|anonymi[sz]ed)\b[^\[\]()\n]{0,120}[\])]"
_STYLE = (
    r"(?:(?:um|neu )formuliert|formulierung\w*|ausdruck(?: \w+)?|stil(?:istisch\w*)?|(?:sprachlich )?geglättet|lesbar\w*|verständlicher|klarer|deutlicher|style|tournures?|reformul\w*|lisib\w*|plus (?:clair|lisible)|clart[ée]"
    r"|redacci[óo]n|estilo|m[áa]s claro|legib\w+|riformul\w*|più chiaro|stile|leggibil\w*|reda[çc][ãa]o|clareza|mais claro|herschreven|(?:iets )?duidelijker|verwoord\w*|stijl|leesbaar\w*"
    r"|przeredagowa\w*|sformułowa\w*|jaśniej|styl\w*|czytelno\w*|формулировк\w*|стил\w+|яснее|понятнее)"
)
"""Words of notes that only the wording changed, in eight languages; the English ones stand with those of spelling."""
_SURFACE_WORDS = (
    r"(?:typos?|sp|spell(?:ing)?|reword(?:ed|ing)?|rephras(?:ed|ing)|misspell\w*|gramm[ae]r|format(?:t?ing|ted)?|punctuation|autocorrect\w*|wording|clarity|readability"
    r"|minor(?: \w+)?|small (?:edit|fix|correction|change|tweak|mistake|slip|clarification|adjustment)|tiny \w+|cosmetic\w*|tidy(?:ing|ied)?(?: up)?|clean(?:ed|ing)? ?up|layout|quick fix|fat[- ]?finger\w*|nothing (?:else|important)"
    r"|missing (?:word|letter|comma)|missed a (?:word|letter|comma)|letters?|emojis?|brackets?|quotes?|hyphens?|umlauts?|accents?|markdown|line ?breaks?|paragraphs?|whitespace|apostrophes?|commas?|capitali[sz]ation|phrasing|tidied|cleaned up"
    r"|tippfehler|rechtschreibung|formatierung|grammatik|schreibfehler|faute|orthographe|coquille|mise en forme|frappe"
    r"|errata|ortograf[ií]a|formato|gram[áa]tica|errore di battitura|refuso|formattazione|erro de digita\w+|formata\w+|typfout\w*|spelfout\w*"
    r"|opmaak|literówk\w*|formatowani\w*|опечатк\w*|орфограф\w*|форматирован\w*"
    r"|zeichensetzung|satzzeichen|kommas?|kommata|komma gesetzt|groß-? ?und ?kleinschreibung|kleinschreibung|großschreibung|virgules?|ponctuation|majuscules?|tildes?|acentos?|comas?|puntuaci[óo]n|mayúsculas?"
    r"|accenti|virgole|virgola|punteggiatura|maiuscol[ae]|apostrof[io]|vírgulas?|pontuação|maiúsculas?|leestekens|hoofdletters?|accenten|komma'?s|polskie znaki|ogonki|przecink\w*|interpunkcj\w*|wielk\w+ liter\w+"
    r"|mise en page|paragraphes?|maquetaci[óo]n|párrafos?|impaginazione|paragrafi|parágrafos?|indeling|alinea'?s|układ|akapit\w*|в[её]рстк\w*|абзац\w*|absätze|zeilenumbr\w*"
    rf"|{_STYLE}"
    r"|запят\w*|пунктуаци\w*|тире|кавычк\w*|знаки препинания)"
)
_SURFACE = re.compile(rf"\b{_SURFACE_WORDS}\b")
_FILLERS = r"(?:(?:an?|the|some|my|this|that|just|only|few|two|couple|of|another|one|small|minor|bad|stupid|ein|eine|einen|une|de|un|una)[ \t]{1,2}){0,4}"
_LEAD = r"[ \t>*_~(\[⚠❗‼🔴📢🛑✏📝🔧👉🚨ℹ✅\ufe0f]{0,8}"
"""Signs before a note."""
_NOTE = re.compile(
    rf"{_REMOVED}|(?<=[.!?…])[ \t]{{1,3}}[*_~(\[]{{0,3}}(?:{_MARK})[ \t]{{0,2}}(?:#?\d{{1,2}})?(?:(?:[ \t][\w./-]{{1,12}}){{1,3}}(?=:))?(?=:|[ \t]{{0,2}}[-–—=>,]|[ \t](?:to|for|because)\b)"
    rf"|(?:^|[\n(\[*_~—–#-]|//){_LEAD}(?:{_MARK})\b[ \t]{{0,2}}(?:#?\d{{1,2}})?[*_~]{{0,4}}[ \t]{{0,3}}"
    r"(?:(?:[ \t]?(?:on|at|am|le|el|il|em|op|a|w))?(?:[ \t][\w./-]{1,12}){1,4}(?=:))?(?=[:.,;)\]\-–—=>*]|\b(?:to|for|because|after|following|nach|nadat|après|suite|después|tras|según|dopo|secondo|depois|após|po|после)\b|$|\n)"
    rf"|(?:^|[\n(\[*_~—–-]|(?<=[.!?…])[ \t])[ \t>*_~(\[]{{0,8}}(?:(?:e:|(?:(?:last|minor|small|quick|tiny|just|now)[ \t]){{0,2}}(?:{_MARK}|changed|removed))[:,\t -]{{1,4}}{_FILLERS}{_SURFACE_WORDS}\b"
    rf"|(?:sorry,? ){_FILLERS}{_SURFACE_WORDS}\b"
    rf"|{_SURFACE_WORDS}[ \t](?:fixed|corrected|mistakes?|errors?|removed|korrigiert|behoben|corrigée?|corregid[oa]|corrett[oi]|corrigid[oa]|gecorrigeerd|poprawion[ae]|исправлен[аы])\b)"
)
_SPEAKS = Phrases(
    r"\b(?:i|we)(?:'ve| have|'m| am)?\s+(?:just\s+|now\s+|since\s+|also\s+|have\s+|only\s+){0,3}(?:edited|editing|corrected|fixed|updated|changed|amended|removed"
    r"|rewrote|rephrased|reworded|replaced|swapped|flipped|stand corrected)\b"
    r"|\bi(?:'?ve been| (?:kept|keep|have been|was)) (?:writing over|overwriting|updating|replacing|editing)\b"
    r"|\b(?:i|we)\s+(?:had\s+)?(?:originally|previously|initially|earlier|first)\s+(?:said|wrote|had|claimed|posted|typed|put)\b"
    r"|\b(?:originally|previously|earlier|first version)\s*(?:,|this|it|i|:)?\s*(?:said|read|wrote|had written)\b"
    r"|\bi (?:was|got (?:it|that)|had (?:it|that)) (?:wrong|mistaken|backwards|mixed up)\b|\bmy (?:mistake|bad)\b|\bi misread\b|\bi stand corrected\b"
    r"|\bj'ai (?:repris|réécrit|reformulé|changé|édité|retiré|effacé)\b|\bhab(?:e)? (?:es|das|meinen (?:kommentar|text)) (?:geändert|umgeschrieben|gelöscht)\b|\bhe (?:cambiado|reescrito|editado)\b|\bho (?:cambiato|riscritto)\b|\b(?:have|has|i'?ve|i) (?:now )?(?:taken|took|take) (?:it|that|this|them|.{0,30}) (?:out|back|down)\b"
    r"|\bi apologi[sz]e\b|\bmy apologies\b|\bapologies\b|\bsorry (?:for|about) (?:what|that|my|the|being)\b|\bi(?:'m| am) sorry\b"
    r"|\bi (?:wrote|said|posted) something\b|\bignore (?:what|the) (?:i|above)\b|\bwhat i (?:wrote|said) (?:before(?! you)|earlier|here|first)\b"
    r"|\b(?:this|my) comment (?:has been|was) (?:edited|corrected|changed|updated)\b|\bsee edit\b"
    r"|\bscratch that\b|\b(?:it )?turns out\b|\bcontrary to what i\b|\b(?:i|we) (?:mixed|confused|swapped|muddled|misremembered|misread|mistyped|misspoke)\b"
    r"|\b(?:as|not) (?:i|we) (?:\w+ )?(?:said|wrote|claimed|thought) (?:before|earlier|here|above|first|yesterday)\b|\bnot \W?[\w.,:%€$£-]+\W?,? as i (?:first )?(?:said|wrote|had)\b"
    r"|\b(?:sorry|my|i)\b[^.?!\n]{0,60}\btypo\b|\btypo\b[^.?!\n]{0,40}\b(?:my|i|sorry|instead)\b"
    r"|\bi (?:had|have) (?:now )?(?:changed my mind|come round)\b|\bchanged my mind\b|\bsorry,? (?:\S+ )?(?:typo|wrong|my)\b|\b(?:was|that'?s|were) a typo\b"
    r"|(?<!\bi )(?<!\bwe )\b(?:is|are|you'?re|was|were) right(?: (?:about|that|of course))?\b(?! to\b)[^.?!]{0,30}[:,;.!-]|\bthanks?(?: you)?,? (?:to )?(?:for|@)[^.?!\n]{0,30}\b(?:correct\w+|pointing|spotting|catching|noticing|heads.up)\b"
    r"|\b(?:now|since|here) (?:corrected|fixed|updated|re-?uploaded)\b|\bre-?uploaded (?:here|it|to)\b|\b(?:year|number|date|name|price|link|figure|time|title|figures|numbers) (?:fixed|corrected|updated)\b"
    r"|\bthis comment (?:first |earlier |originally )?(?:showed|said|read|had|stood|gave)\b|\bformer(?:ly)? (?:said|read|version)\b"
    # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian
    r"|\bich (?:korrigiere|nehme (?:das|alles) zurück|hatte mich|hab(?:e)? mich (?:geirrt|vertan|verschrieben|verlesen|verrechnet))\b|\bmein fehler\b|\bda lag ich falsch\b|\bhatte? ich (?:falsch|verwechselt)\b"
    r"|\bje (?:me )?(?:corrige|rectifie|suis trompée?)\b|\bj'?(?:ai|avais) (?:corrigé|modifié|confondu|mal lu)\b|\bje me suis trompée?\b|\bau temps pour moi\b|\bautant pour moi\b|\brectificati(?:f|on)\b"
    r"|\b(?:me )?(?:corrijo|rectifico|equivoqu[ée]|retracto)\b|\bme (?:he )?(?:equivoqu[ée]|equivocado|confund[íi])\b|\bfe de erratas\b"
    r"|\bmi (?:correggo|ero sbagliat[oa]|sono sbagliat[oa])\b|\brettifica\b|\bho (?:corretto|sbagliato|confuso|modificato)\b|\berrore mio\b"
    r"|\b(?:me )?(?:corrigindo|retificando|corrijo-me|enganei(?:-me)?|confundi)\b|\bme enganei\b|\berro meu\b|\bcorrigi\b"
    r"|\bik (?:had het mis|vergiste me|heb me vergist|corrigeer)\b|\bmijn fout\b|\brectificatie\b"
    r"|\b(?:poprawiam|sprostowanie|pomyliłem|pomyliłam|mój błąd|errata|zmieniłem|zmieniłam)\b"
    r"|(?:訂正|修正|追記|編集|加筆)(?:しました|した|済み|します|[:：])|(?:更正|编辑|編輯|更新|修改)[:：]"
    r"|\b(?:поправка|поправил[аи]?|исправляюсь|ошиб(?:ся|лась)|был[а]? неправ[а]?|перепутал[а]?|моя ошибка)\b"
)
_DONE = (
    r"(?:corrected|fixed|changed|updated|amended|removed|deleted|redacted|reworded|rewrote|rewritten|rephrased|clarified|swapped|flipped|replaced|retracted|withdrawn"
    r"|anonymi[sz]ed|blurred|toned (?:it |this |that )?down|softened|shortened|took|taken|crossed|struck|edited)"
)
_SLIP = (
    r"(?:meant|wrong\w*|mixed|confus\w+|muddled|mis(?:read|typed|remembered|spoke|took|counted|heard)\w*|backwards?|swapped|should (?:be|say|have|read)|typos?|corrected|fixed|instead|the other"
    r"|i (?:had|wrote|said|was|got|forgot|thought|put|typed|missed|can'?t|didn'?t)|meinte|falsch\w*|verwechselt|vertan|verschrieben|zahlendreher|voulais|erreur|trompée?|inversé|confondu|quer[íi]a decir|equivoc\w+"
    r"|liado|volevo|intendevo|sbagliat\w+|confus[oa]|quis dizer|queria dizer|troquei|confundi|enganei|erro|bedoelde|verkeerde?|vergist\w*|verward|chodziło|pomyli\w+|błąd|имел\w* в виду|оговори\w+|перепут\w+|ошиб\w+|menade|fel)"
)
_THING = r"(?:year|date|day|month|number|figure|price|name|place|link|url|side|way|person|one|word|unit|model|version|title|spelling|order|season|episode|time|command|flag|team|country|city|street|picture)s?"
_BEGIN = r"(?:(?<![^.!?(\n])|(?<=[.!?,(] ))"
"""Where a sentence begins, looked for from its first letter."""
_ADMITS = Phrases(
    r"\b(?:"
    rf"(?:o+ps(?:ie|y)?|wh?oops(?:ie)?|d'?oh|brain ?farts?|my bad|ah,? (?:crap|shit|damn)|crap|damn|ups|oups|oeps|foutje|hoppla|quatsch|mist|oj|ой|упс)\b[^.!?\n]{{0,60}}\b(?:{_SLIP}|{_THING}|(?:it|that)'?s|it was|it is|es war|c'était|era|het (?:is|was)|było|det var)\b"
    rf"|(?:sorry|sry|pardon|perd[óo]n|désolée?|scus(?:a|ate|ami)|desculp(?:a|e|em)|förlåt|przepraszam|извин\w+|прошу прощения|entschuldigung)\b[^.!?\n]{{0,60}}\b(?:{_SLIP})\b"
    rf"|{_SLIP}\b[^.!?\n]{{0,40}}\b(?:sorry|sry|my bad|pardon|desculpem?|scusate|thanks|cheers)\b"
    r"|(?:desculp\w+|perd[óo]n|scus(?:a|ate)|désolée?|pardon|entschuldig\w+|sorry|przepraszam|извин\w+) (?:o|pel[oa]|por|il|per|pour|den|für|voor|za|за|for|about)\b"
    r"|(?:pardon|perd[óo]n|scusate|desculpa|ops)[,:]? (?:c'était|era|eran|erano|eram)\b"
    r"|(?:sorry|entschuldig\w+|pardon|perd[óo]n|scus(?:a|ate)|desculp\w+|przepraszam|извините?|простите?),? (?:das war|es war|war|(?:it|that) was|c'était|ha sido|fue|è stat[oa]|era|foi|dat was|to było|это было)\b"
    # What changed meanwhile
    r"|(?<!until )(?<!till )(?<!once )(?<!when )(?<!if )(?<!after )(?:they|it|he|she|this|that|we|the \w+)(?:'ve|'s| have| has| had)(?: now| since| just| meanwhile)? (?:moved|changed|been (?:moved|changed|postponed|raised|lowered|cancelled|replaced|renamed|put off)|gone (?:up|down))\b(?! (?:in|out|into)\b)"
    r"|(?<=\()(?:moved|migrated|relocated|renamed|now (?:at|on|hosted))\b|(?:has|have|had|we|it|i)(?:'ve|'s)? (?:since )?(?:moved|migrated) (?:to|from|over)\b"
    # What was meant
    r"|(?:i|we) (?:of course |obviously |actually |really )?meant(?! every| it\b| well| no | what i| that you| to (?:hurt|be|offend|insult))\b|meant to (?:say|write|type|put|link|quote)\b"
    r"|ich meinte(?! es)\b|meinte natürlich\b|gemeint (?:war|ist)\b|je voulais (?:dire|écrire)\b|quer[íi]a (?:decir|escribir|poner)\b|quise decir\b|(?:volevo (?:dire|scrivere)|intendevo)\b"
    r"|(?:quis|queria) (?:dizer|escrever)\b|ik bedoelde\b|chodziło (?:mi )?o\b|miał[ae]m na myśli\b|имел[аи]? в виду\b|jag menade\b"
    # What stood here before
    r"|it was (?:my|an?|the) [^.!?\n]{1,30} before\b|should(?:'ve| have) (?:said|told|disclosed|mentioned) (?:so|that|it)\b"
    r"|(?:used to|did) (?:say|read|be) [^.!?\n]{0,40}\bhere\b|i (?:first |originally )?(?:pasted|posted|copied|linked|typed) the (?:wrong|broken|old|other)\b|i (?:first |originally )?(?:had|wrote|said|put) [^.!?\n]{1,30} (?:here|above|before|first|earlier)\b(?=[^\w\s]|$)|(?:this|it|that|here|above|comment|post) (?:first |originally )?(?:used to|said|read) [^.!?\n]{1,30} (?:before|first|earlier|until)\b"
    r"|(?<=\()(?:was|were|had|not|formerly|previously)\b[^()\n]{1,30}[,;] (?:sorry|my bad|oops|corrected|thanks|fixed|thx)\b|(?:the )?(?:old|earlier|first|previous) (?:version|number|figure|text|name|date|link|wording)\b"
    # What was got wrong
    rf"|wrong {_THING}\b[^.!?\n]{{0,20}}(?:[,;:.!]|\bbefore\b|$)|{_THING} was wrong\b|wrong way (?:a?round|up)\b|(?:i|brain|autocorrect) (?:got|had) [^.!?\n]{{1,40}}\b(?:backwards?|wrong|mixed up|confused|reversed|muddled|me)\b"
    rf"|{_BEGIN}(?:had|got)\b[^.!?\n]{{0,40}}\b(?:backwards?|wrong|mixed up|reversed|confused)\b|{_BEGIN}(?:mixed|confused|misread|mistyped|swapped|can'?t (?:read|count|spell|type)|cannot (?:read|count|spell|type))\b[^.!?\n]{{0,40}}\b(?:backwards?|wrong|up|today|sorry|reversed|names?|{_THING})\b"
    r"|i (?:was (?:thinking of|confusing|mixing|looking at|remembering|wrong|mistaken)|(?:really )?(?:can'?t|cannot) (?:read|count|spell|type|do maths?|add up)(?! (?:this|that|your|his|her|their|it|with))|thought of the|had the wrong|looked at the wrong|take (?:it|that|this) (?:all )?back|no longer (?:think|believe|hold|stand)(?! (?:they|he|she|you)))\b"
    r"|brain ?(?:fart|glitch)\b|(?:my|the) brain (?:said|wrote|typed|swapped|did)\b|autocorrect\w* (?:got|did|struck|made|thought|changed)\b|mea culpa\b|(?:dyslexi\w+|fat fingers?|off by one|transposed|zahlendreher)\b"
    r"|me (?:he |ha )?(?:li(?:ado|é)|col(?:ado|é)|confund\w+|equivoc\w+)\b|avevo (?:guardato|letto|scritto|capito|confuso|sbagliato)\b|ho (?:invertito|scambiato|letto male)\b|j'ai (?:inversé|mal (?:lu|compté|écrit)|mélangé|interverti)\b|emmêlée?\b|erreur de ma part\b"
    r"|(?:hab|habe|hatte|da hab)\b[^.!?\n]{0,30}\b(?:verwechselt|vertan|verrechnet|vertauscht|verschrieben|verlesen|durcheinander)\b|troquei (?:os|as|o|a)\b|foutje\b|(?:помыл\w+|оговорил\w+|описал\w+|опечат\w+)\b"
    # What is not to be read any more
    rf"|{_BEGIN}(?:please |pls |just )?(?:ignore|forget|disregard|strike|scratch|never ?mind|nvm) (?:that|this|my|me|what (?:i|we|stood|it|is|was)|everything (?:i|above|before)|all (?:that|above)|above|(?:the )?(?:old|above|second|first|last|earlier|previous|other|number|figure|date|year|name|link|part|bit|rest|comment|post|paragraph|sentence|edit))\b|{_BEGIN}(?:nvm|nevermind)\b"
    # What was done, where nobody is named: "Fixed the number"
    rf"|(?:(?<![^\n(\[*~—–-])|(?<=[.!?…][ \t])|(?<=[.!?…][ \t][ \t])|(?<=[(\[*~—–-][ \t]))(?:now |all |just |also |and |ok,? |okay,? )?{_DONE}\b(?! (?:from office|by the|in (?:19|20)))"
    rf"|(?:(?:{_THING}|address|phone|photo|text|part|paragraph|sentence|bit|line|comment|post|above|wording|tone|list)(?: (?:above|below|here|numbers?))?(?: (?:is|are|has been|have been|now|all|it'?s))*|(?:this|that|it)(?: (?:is|was|has been|now|all)|'?s)+),? (?:{_DONE}|(?:now|hopefully) (?:right|correct|accurate|gone))\b(?! (?:by|from|in|to)\b)"
    r"|now with the (?:right|correct|proper)\b|right (?:number|date|name|year|link|one) now\b"
    # Whom it is owed to
    r"|(?:as|per|following|after) (?!i\b|we\b|he\b|she\b|it\b|they\b|you\b|always|usual)(?:[@\w./-]+ ){1,4}(?:says?|said|writes?|wrote|notes?|noted|pointed out|points? out|below|comments?|corrected)\b[^.!?\n]{0,30}\b(?:it'?s|not|is|i|was|below|above)\b"
    r"|(?:thanks|thank you|thx|ty|cheers|props|credit)\b[^.!?\n]{0,40}\b(?:correct\w*|fixed|catch|spotting|spotted|pointing|heads.up|noticing|below|reminder|warning|setting me straight)\b|(?:good|nice|great) (?:catch|spot)\b|till commenters?\b"
    r"|as (?!i\b|we\b|you\b)(?:[@\w./-]+ ){1,3}(?:has|have) (?:\w+ )?(?:pointed out|noted|said|corrected)\b"
    r"|(?:corrected|fixed|updated|changed|corrigid[oa]|corregid[oa]|corrett[oa]|corrigée?|korrigiert|berichtigt|geändert|aangepast|verbeterd|gecorrigeerd|poprawi\w+|zmieni\w+|исправ\w+|измен[её]но|rättat|ändrat)\b[,.!) ]{1,3}(?:n\.?a\.?v|naar|na|nach|après|dopo|tras|após|po|после|thanks|thx|ty|cheers|sorry|danke|merci|gracias|grazie|obrigad\w|valeu|dank\w*|bedankt|dzięki|спасибо|tack)\b"
    r"|(?:ist|sind|ya est[áa]|è|est|habs?|is|już|ho|corrigi|rectifi\w+|zahl|datum|jahr|name)\b[^.!?\n]{0,25}\b(?:korrigiert|berichtigt|geändert|corregid[oa]|corrett[oa]|corrigée?|corrigid[oa]|aangepast|gecorrigeerd|poprawion[eao]|o número|a data)\b"
    # How it ended
    r"|(?:(?<![^.!?(\[*~_\n])|(?<=[.!?(\[*~_] ))(?:update|upd|updating|solved|resolved|found (?:it|her|him|them)|gelöst|erledigt|gefunden|résolu|retrouvée?|resuelto|solucionado|encontrad[oa]|risolto|trovat[oa]|resolvido|achamos|achei|opgelost|gevonden|rozwiązane|znalaz\w+|решено|нашл[аи]|löst|hittad)\b"
    r"|(?:we|i) (?:finally )?found (?:her|him|it|them)\b[^.?\n]{0,3}!|it works now\b|works now\b|problem solved\b"
    r")"
)
_LIVING = Phrases(
    r"^\W{0,4}(?:\w+ )?(?:live|status|ticker|live ?ticker|score|standings|so far|current(?:ly)?|today)\b[^\n]{0,30}:|^(?:ht|ft|half ?time|full ?time):? \d{1,2} ?[-–:] ?\d{1,2}\b|^\d{1,2} ?[-–] ?\d{1,2}(?=[.!]|$)|^[^\n]{0,60}\b\d+ (?:of|/) ?\d+ (?:districts|precincts|constituencies|wards|polling stations|votes counted|counted|reporting|seats)\b|\bcounting is still\b|\bstill counting\b"
    r"|\blast (?:update|edit)|\bmega ?thread\b|\b(?:i'?ll|i will|we'?ll|will be|will keep|going to|gonna|i keep|we keep|i'?m keeping|kept)\b.{0,40}"
    r"\b(?:updat(?:e|es|ed|ing)|edit(?:ing)?|adding|add (?:more|new|to|the|your|them|answers?)|up to date|current|as (?:we|i) (?:learn|hear|know))\b|\(updating\)|\b(?:will |i'?ll |to )?(?:add|expand|extend)(?:ing|ed)?(?: \w+){0,3} as (?:i|we) (?:go|find|get|think)\b|\b(?:vou|voy|iré|vamos) (?:ir )?(?:a )?(?:atualiz|actualiz|aument|acrescent|añad)\w+|\b(?:aggiorn(?:o|erò)|je (?:mets|mettrai) à jour|wird (?:laufend )?aktualisiert|ich aktualisiere|będę aktualizow\w+|обновля[юе]\w*|буду обновлять)\b|\bstand:? \d{1,2}(?:[:.]\d\d| ?uhr)|^(?:as of|état à|situation à|situatie om|situazione (?:alle|ore)|a las) \d{1,2}|\bwill be updated\b|\bwork in progress\b|\bliving (?:list|document)\b|\bupdated (?:daily|weekly|regularly)\b|\b(?:reply|comment|answer|vote) (?:\w+ )?with (?:your|an?|the)\b|\bvote (?:below|here|by replying|in (?:this|the) (?:thread|comments|replies))\b|\btally\b|\bcast your votes?\b"
)
_PUT_BACK = re.compile(
    r"\b(?:put|putting) (?:the|that|it|a|my)\b[^.!?\n]{0,30}\bback\b|\b(?:added|put in|inserted) (?:the|that|my) (?:missing|lost|forgotten)\b"
    r"|\bsorry,? (?:\w+ )?(?:fixed|done|tagged|added|changed|edited|corrected|removed|hidden)\b|\b(?:tagged|spoilered) (?:it|that|this) now\b|\brewrote (?:the|that|my|it)\b"
)
_WILL = Phrases(
    r"\b(?:i'?ll|i will|let me|going to|gonna|i'?m|just)\s+(?:\w+\s+)?(?:edit|correct|fix|updat|chang|amend|add|clarif)\w*\b"
    r"|\b(?:edited|corrected|fixed|updated|changed|amended|added|clarified)\b[^.?!\n]{0,30}\b(?:above|now|thanks|thank you|it|that|post|comment)\b"
    r"|\b(?:good|fair) (?:catch|point|spot)\b|\b(?:korrigiert|ist geändert|corrigé|corregido|corretto|corrigido|aangepast|poprawione|исправил[а]?)\b"
)
_SHORT, _LONG = 4, 5
_BEGINNINGS = frozenset(
    word[:_LONG]
    for word in """edit edith eta upd update apd correct fix fixed addendum p ps amend revise erratum errata clarif typo bearbeit nachtrag
    korrek korrig ergänz änder geänd aktual édit modif corrig mise màj maj ajout edic correc corregid actual añad edito
    corrett corregg correz aggiorn aggiunt ediç correç corrigid atualiz acrésc bewerk aanvul gecorr correctie aangep
    toevoeg edyt edycja poprawk poprawi aktualiz uzupeł dopis измен отред исправ правк ред апд дополн добавл уточн обновл
    опечат removed redact taken deleted withheld censor anonym originally previous earlier first wrote said claimed posted
    typed put rewr rephras reword replac swap flip stand chang mistak wrong backward mixed bad misread took take apolog
    sorry ignore comment see scratch turns contrary confus muddl misremem mistyp misspok thought mind right thank
    upload year number date name price link figure time title former rückg nehme geirrt vertan verschrieb verles verrechn
    fehler falsch verwechs rectif tromp confond confondu lu temps autant equivoq retract confund confond fe sbagli rettif
    modific error errore retific engan erro vergis mis fout sprostow pomyl błąd zmien поправ ошиб неправ перепут
    spell sp missp gramm format punct autocor wording clarity read minor small tiny cosmet tidy tidied clean layout quick
    fat nothing missing missed letter emoji bracket quote hyphen umlaut accent markdown line paragraph whitespace apost
    comma capital phras tippf rechtsch gramat schreib faute orthog coquil frappe ortog gramá refus formatt digita
    typf spelf opmaak literów орфограф формат e reupload
    oop oops whoop woop doh d'oh brain dyslex off transpos crap damn ups oups ops oeps foutje hoppla quatsch mist oj ой упс
    訂 修 追 編 加 更 编 mean meant sry pardon perd désol scus descul förlåt przepr извин проси прощ entsch meint gemeint voul quer quis volev
    intend bedoel chodz myśli вид jag mena used had old forget disreg strik nvm never count read mea liado lié cola colé avevo
    invert scambi letto inver mélang emmêl vertausch verschr durch troque помыл огово описа опеча delet struck cross toned
    soften short redact works found gefund gelöst erled résol retrou resuel soluc encont risolt trovat resolv acham achei
    opgel gevond cambi mudan wijzi zmian rozw znalaz решен нашл löst hittad per credit cheers thx ty good nice great corrigi ist habs habe już
    berichtigt rätt ändr fel longer catch solved below says point think moved changed postponed raised
    lowered cancelled renamed gone writing overwriting""".split()
)
"""Of the words of which every note that is looked for has at least one: their first five letters, or all there are."""
_WORDING = re.compile(
    r"\b(?:wording|clarity|clearer|readability|phrasing|reworded|rephrased|rewrote|rewritten|tidied|cleaned|shorter|longer|restructured)\b"
    rf"|\b{_STYLE}\b"
)
_SMALL = re.compile(
    r"\b(?:add(?:ed|ing)?|adds|link(?:ed|s)?|source[sd]?|image|picture|photo|date|year|number|price|figure|name|time|thanks?|thank you"
    r"|upvotes|ergänzt|hinzugefügt|quelle|ajouté|ajout|source|añadid[oa]|fuente|aggiunt[oa]|fonte|adicionad[oa]|toegevoegd|bron|dodan[oey]|źródło|добавлен[оа]|источник)\b"
)
_OWNS_UP = re.compile(
    r"\b(?:wrote|said|unfair|too harsh|over the top|apolog\w+|sorry|wrong|mistake[sn]?|mixed|error|misread|meant|took|taken|out|deleted|redacted|opposite|not|reword\w*|rewr\w+|rephras\w*|chang\w+|flipped|swapped|clarif\w+|reversed|removed|mind|instead"
    r"|o+ps|whoops|bad|fart|brain|maths?|duh|silly|backwards?|hard|sry|verwechs\w*|vertauscht|zahlendreher|invers\w*|confus\w*|désolée?|scus\w*|perd[óo]n|desculp\w*|przepraszam|извин\w*|перепут\w*"
    r"|falsch|fehler|geändert|erreur|trompée?|error|equivo\w+|sbagliat\w+|errore|erro|errado|fout|błąd|ошиб\w+)\b"
)
_PUTS_RIGHT = re.compile(
    r"\b(?:correct\w*|fix\w*|chang\w*|cambi\w*|[äa]nder\w*|mudan\w*|wijzig\w*|zmian\w*|измен\w*|errat\w*|amend\w*|revis\w*|updat\w*|moved|korr\w+|berichtig\w*|corr[eié]\w+|rect\w+|ge[aä]ndert|aangepast|verbeter\w*|poprawi\w*|poprawk\w*|исправ\w*|поправ\w*|ред"
    rf"|aktual\w*|actuali\w*|aggiorn\w*|atuali\w*|{_THING})\b"
)
_LINK_REPAIR = re.compile(
    r"\b(?:(?:fixed?|broken|dead|wrong|bad|working|updated?|correct(?:ed)?|mirror|archive[ds]?|paywall\w*|new)\s+(?:the\s+|a\s+)?(?:links?|urls?|lien)"
    r"|(?:links?|urls?)\s+(?:fixed|broken|dead|updated|corrected|was|were|is now)|mirror|archived?)\b"
)


@dataclass(frozen=True, slots=True)
class Note:
    """What the new part of a text says of the change."""

    said: bool = False
    """An edit is announced: a note at the beginning of a line or in brackets, or in so many words."""
    surface: bool = False
    """It claims that only spelling, format or wording changed."""
    wording: bool = False
    """It says that things were put in other words."""
    small: bool = False
    """It tells of an addition, a source or one number, and owns up to nothing more."""
    beside: bool = False
    """It is marked as a note, and owns up to nothing and puts nothing right."""
    link: bool = False
    """It says that a link was mended or that another copy is linked."""
    text: str = ""
    """The last line with a note."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where fresh notes stand in the later text."""


NOTHING = Note()
MOST = 5
"""Spoken notes of one line that are looked at."""
_WORD = re.compile(r"[^\W_]+")
_SHORT_NOTE = 4
"""Words of a note, its mark included, that are too few to speak of something else."""
_BEGINNING = 12
"""Characters by which a note is known again."""
_REACH = 1000
"""Characters at either end of what came in which a note is looked for."""


def note_of(before: str, after: str, fresh: tuple[int, int]) -> Note:
    """The note that ``after`` has and ``before`` had not; what came stands between the two places ``fresh``."""
    found = [one for one in _notes(after, set(before.split("\n")), fresh) if not _began_so(one, before)]
    if found:
        told = {one.words for one in _notes(before, set(), (0, len(before)))}
        found = [one for one in found if one.words not in told]
    if not found:
        return NOTHING
    text = lowered(" ".join([one.text[:_REACH] for one in found]))
    surface, wording, owns_up = bool(_SURFACE.search(text)), bool(_WORDING.search(text)), bool(_OWNS_UP.search(text))
    return Note(
        said=True,
        surface=surface,
        wording=wording,
        small=bool(_SMALL.search(text)) and not owns_up,
        beside=all(one.marked for one in found) and not (surface or wording or owns_up) and _is_beside(text),
        link=bool(_LINK_REPAIR.search(text)),
        text=found[-1].text,
        spans=tuple(one.span for one in found),
    )


def _is_beside(note: str) -> bool:
    """Whether a note is long enough to speak of something, and neither puts right nor admits anything."""
    admits = any(pattern.search(note) for pattern in (_PUTS_RIGHT, _SPEAKS, _ADMITS, _WILL))
    return not admits and len(_WORD.findall(note)) > _SHORT_NOTE


def _began_so(note: "_Found", before: str) -> bool:
    """Whether a text that is one note as a whole was one before: its mark says nothing of this change."""
    return note.span[0] == 0 and note.words[:_BEGINNING].lower() == before[:_BEGINNING].lower()


def may_note(come: Iterable[str]) -> bool:
    """Whether new words (tokens in lower case) can be a note: a cheap look before the long patterns."""
    come = list(come)
    return not (
        _BEGINNINGS.isdisjoint([token[:_LONG] for token in come])
        and _BEGINNINGS.isdisjoint([token[:_SHORT] for token in come])
    )


def speaks_of_change(text: str) -> bool:
    """Whether an author's own reply owns up to a change: it says so, or agrees and promises to."""
    text = lowered(text)
    return any(pattern.search(text) for pattern in (_NOTE, _SPEAKS, _ADMITS, _WILL, _PUT_BACK))


def is_living(text: str) -> bool:
    """Whether a text says that it is kept up by its author, such as a list or a thread on an event."""
    return bool(_LIVING.search(lowered(text)))


def agrees(text: str) -> bool:
    """Whether a reply is of one mind with the comment: it agrees or thanks, and asks and doubts nothing."""
    text = lowered(text[:600])
    return "?" not in text and bool(_AGREES.search(text)) and not _DOUBTS.search(text)


def objects(text: str) -> bool:
    """Whether a reply is not of one mind with the comment."""
    return bool(_OBJECTS.search(lowered(text[:600])))


def asks_for_edit(text: str) -> bool:
    """Whether a reply asks for the text to be put otherwise."""
    return bool(_ASKS.search(lowered(text[:600])))


def asks_for_translation(text: str) -> bool:
    """Whether a reply asks for the text in another language."""
    return bool(_TRANSLATE.search(lowered(text[:600])))


def denies(text: str) -> bool:
    """Whether an author's own reply claims that the text always said so."""
    return bool(_DENIES.search(lowered(text[:600])))


def predicts(text: str) -> bool:
    """Whether a text says beforehand what will come: to put that right afterwards is no correction."""
    return bool(_PREDICTS.search(lowered(text[:600])))


def calls_out(text: str) -> bool:
    """Whether a reply says that the comment was changed behind its back."""
    return bool(_CALLS_OUT.search(lowered(text)))


class _Found(NamedTuple):
    """One note."""

    words: str
    """What makes it one: the note itself, or the words that were spoken."""
    text: str
    span: tuple[int, int]
    marked: bool
    """It begins as notes do, and is not merely spoken."""


def _notes(text: str, known: set[str], fresh: tuple[int, int]) -> list[_Found]:
    """Each note with where it stands: from its mark to the end of the line; a spoken one is its sentence.

    Lines in ``known`` are left out, and so is what is not between the places ``fresh``.
    """
    found = []
    start = 0
    words = lowered(text)
    if "/" in words:
        words = _ADDRESS.sub(lambda address: " " * len(address.group()), words)
    for line, lower in zip(text.split("\n"), words.split("\n"), strict=True):
        end = start + len(line)
        touched = start < fresh[1] and fresh[0] < end
        if touched and line not in known and not line.lstrip().startswith(">"):
            at = _NOTE.search(lower)
            if at is not None:
                note = line[at.start() :].strip()
                found.append(_Found(note, note, (start + at.start(), end), marked=True))
            else:
                first = max(lower.rfind(sign, 0, max(fresh[0] - start, 0)) for sign in _SENTENCE_SIGNS) + 1
                stop = _STOP.search(lower, max(fresh[1] - start, 0))
                last = stop.end() if stop else len(lower)
                for pattern in (_SPEAKS, _ADMITS):
                    for head, tail in _both_ends(first, last):
                        spoken = islice(pattern.finditer(lower, head, tail), MOST)
                        found += [_sentence(match, line, start) for match in spoken]
        start = end + 1
    return found


def _both_ends(first: int, last: int) -> list[tuple[int, int]]:
    """All of it, or of very much only where notes are written: at the beginning and at the end."""
    return [(first, last)] if last - first <= 2 * _REACH else [(first, first + _REACH), (last - _REACH, last)]


def _sentence(spoken: re.Match[str], line: str, start: int) -> _Found:
    """The sentence in which the author speaks of the change; ``start`` is where its ``line`` begins."""
    ended = max(line.rfind(end, 0, spoken.start()) for end in _ENDINGS)
    first = ended + 2 if ended >= 0 else 0
    stop = _STOP.search(line, spoken.end() - 1)
    last = stop.end() if stop else len(line)
    return _Found(spoken.group(), line[first:last].strip(), (start + first, start + last), marked=False)


_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\])\"]+")
_SENTENCE_SIGNS = ".!?…"
_ENDINGS = (". ", "! ", "? ", "… ")
_STOP = re.compile(r"[.!?…](?=\s|$|[\"')\]])")
_AGREES = Phrases(
    r"(?<!\w)\+1(?!\w)|\b(?:100 ?%|agree[ds]?|agreed|exactly|seconded|seconding|second (?:that|this)|same(?: here| opinion)?|absolutely|well (?:said|put)|put it better|so true|very true|true|yes|yep|yeah|this|indeed|right"
    r"|amen|am[ée]n|аминь|spot on|preach|louder|made my day|proud of|hero(?:es)?|beautiful(?:ly)?|lovely|so kind|worked a treat|sound advice|good advice|brilliant|every word|saving this|will follow|listen to (?:this|him|her|them)|doing (?:this|that)|did (?:this|that|exactly)|works? (?:great|well)|this works|saved me"
    r"|me too|me neither|count me in|thanks?|thank you|cheers|glad|good to (?:hear|know)|love (?:it|this|that)|nice|great|wonderful|solidarity|with you|couldn'?t (?:have|agree)"
    r"|where do i sign|sounds good|i'?m in|hear hear|of course|noted|will do"
    r"|genau|stimmt|danke|einverstanden|seh(?:e)? ich (?:auch|genauso|genau so)|find(?:e)? ich auch|so ist es|(?:ganz )?deiner meinung|richtig|ja|würde ich auch|schön gesagt|freut mich|volle zustimmung|recht hast|hast recht|dito"
    r"|je rejoins|tellement vrai|bravo|entièrement|complètement|idem|cent pour cent|toda la razón|tienes razón|tal cual|así es|qué bonito|suscribo|hai ragione|quoto|verissimo|proprio così|sottoscrivo|tem razão|assino embaixo|perfeito"
    r"|je hebt gelijk|zo is het|mooi gezegd|dank je|masz rację|święte słowa|popieram|otóż to|поддерживаю|полностью|плюсую|в точку|золотые слова|так и есть"
    r"|d'accord|tout à fait|exactement|merci|pareil|oui|bien dit|de acuerdo|exacto|gracias|totalmente|sí|cierto|concordo|d'accordo|esatto|grazie|giusto|infatti|sì"
    r"|obrigad[oa]|exato|verdade|isso mesmo|sim|eens|precies|bedankt|klopt|inderdaad|zgadzam się|dokładnie|dzięki|tak|racja|согласен|согласна|точно|спасибо|да|верно)(?![\w'])"
)
_DOUBTS = Phrases(
    r"\b(?:no|not|but|though|however|except|(?:other|wrong) way (?:a?round)|wrong|disagree|actually|isn'?t|doesn'?t|wasn'?t|don'?t|nope|nein|nicht|aber|falsch|non|pas|mais|pero|però|ma|mas|não|niet|maar|nie|ale|нет|не|но)\b"
)
_OBJECTS = Phrases(
    r"\?!|!\?|\?\?|\b(?:no|nope|wrong|disagree|false|nonsense|rubbish|bullshit|untrue|misinformation|disinformation|illegal|dangerous|terrible|awful|disgusting|seriously|wtf|source|really|isn'?t|doesn'?t|wasn'?t|aren'?t|don'?t|can'?t|shouldn'?t|wouldn'?t|not (?:true|right|ok|okay|how|what)|are you (?:kidding|serious|joking)|since when|what is wrong|shame|lol no|hard pass|bad (?:idea|advice|take)"
    r"|nein|falsch|unsinn|quatsch|stimmt nicht|non|faux|n'importe quoi|falso|mentira|tontería|sbagliato|assurdo|vergogna|não|errado|bobagem|nee|onzin|fout|nie|bzdura|нет|неправда|чушь|ерунда)(?![\w'])"
)
_ASKS = Phrases(
    r"(?<!how )(?<!why )\b(?:can|could|would|will|mind|pls|please) (?:you |u |some(?:body|one) |any(?:body|one) |op )?(?:please |maybe |pls )?(?:put|write|fix|correct|update|change|swap|amend|adjust|rewrite|rephras\w+|reword\w*|clarify|explain|edit|format|translate|translating|spell|shorten|split|break|expand|add(?:ing)?|elaborate|say)(?: [^.!?\n]{0,60})?(?:\?|please|pls|$)"
    r"|\b(?:what do you mean|hard to read|can'?t read (?:this|that|it)|paragraphs,? (?:please|pls)|wall of text|in english|could you be clearer|not sure what you mean|unclear|ambiguous|you mean|(?:prices?|hours|times?|dates?|rules?|numbers?) (?:have |has |are )?(?:changed|gone up|out of date|outdated)|outdated|out of date|no longer (?:true|correct|valid|current)|hanno cambiato|han cambiado|haben sich geändert|hat sich geändert|(?:ont|a) changé|veraltet|obsoleto|desactualizad[oa]s?|verouderd|nieaktualn\w*|устарел\w*|you'?d have to tell|tell us (?:at least|which|what|more)|need (?:more|some) (?:info\w*|details|logs)|(?:which|what) (?:card|distro|version|model|hardware|os|country)|more (?:info\w*|details)|(?:da |hier )?fehlt (?:da |hier |wohl |glaub ich )*(?:ein|das) \W?(?:wort|nicht|kein)|falta (?:un|el|una) \W?(?:no|palabra)|il manque (?:un|le) \W?(?:mot|pas)|manca (?:un|il|una) \W?(?:non|parola)|swapped|wrong way (?:a?round)|other way (?:a?round)|vertauscht|inversés?|al revés|invertid[oa]s|invertit[ie]|trocad[oa]s|verwisseld|omgedraaid|odwrotnie|наоборот|перепутан\w*|(?:lost|dropped|missing|forgot|missed|left out|ate|there'?s|is there) (?:a|an|the|your) \W?(?:not|no|never|word|negation|n't)\b[^.!\n]{0,40}|\W?(?:not|no|never)\W? (?:is |got )?(?:missing|lost|gone))\b"
    r"|\b(?:take out|remove|delete|leave out|blur|redact|anonymi[sz]e|edit out|strip) (?:the|that|this|her|his|their|your|those|any|all|some|my) [^.!?\n]{0,40}\b(?:names?|details?|address|hospital|school|company|employer|number|photo|part|bit|identif\w+|surname|initials)\b"
    r"|\b(?:don'?t|do not|shouldn'?t|not) (?:really )?(?:put|post|share|write|use|name|publish|give) [^.!?\n]{0,30}\b(?:names?|address|details)\b|\b(?:they|someone|somebody|people|anyone|he|she|your (?:boss|employer|ex))(?:'ll| will| can| could| might)? (?:be able to )?(?:identify|recogni[sz]e|find|trace) you\b|\bidentifi(?:able|es you)\b|\bdox(?:x)?(?:ed|ing)? yourself\b"
    r"|\btake [^.!?\n]{0,40}\b(?:names?|details?|address|number|school|employer|street) (?:and (?:the |a |your |her |his )?\w+ )?out\b|\b(?:understood|understand|got|get|followed|follow) (?:maybe |about |only |like |roughly |barely |hardly )*(?:half|a (?:third|quarter|tenth)|nothing|none|not a word|a word|one word) of (?:that|this|it|what)\b|\b(?:don'?t|didn'?t|can'?t|couldn'?t) (?:really |quite )?(?:understand|follow|parse|make sense of) (?:a word|half|any of|much|this|that|it|you)\b|\b(?:in|use|speak|plain|simple) (?:plain|simple|normal|everyday) (?:english|words|language|terms)\b|\beli5\b|\bin english,? (?:please|pls)\b|\btl;? ?dr\b|\bkeep us (?:posted|updated)\b|\bspoiler tags?\b|\b(?:in|behind|put) (?:a )?spoilers?\b"
    r"|\b(?:kannst|könntest|könnt) (?:du|ihr)\b[^.!\n]{0,60}\b(?:schreiben|erklären|übersetzen|ergänzen|formatieren|umformulieren|genauer)\b|\b(?:peux|pourrais|pouvez|pourriez)[- ](?:tu|vous)\b[^.!\n]{0,60}\b(?:écrire|expliquer|traduire|reformuler|préciser|ajouter)\b"
    r"|\bpued(?:es|e)\b[^.!\n]{0,60}\b(?:escribir|explicar|traducir|aclarar|añadir)\w*|\bpuoi\b[^.!\n]{0,60}\b(?:scriver|spiegar|tradur|chiarir|aggiunger)\w*|\bpode\b[^.!\n]{0,60}\b(?:escrever|explicar|traduzir|esclarecer)\b"
    r"|\bkun je\b[^.!\n]{0,60}\b(?:schrijven|uitleggen|vertalen|toevoegen)\b|\bmożesz\b[^.!\n]{0,60}\b(?:napisać|wyjaśnić|przetłumaczyć|dodać)\b|\bможешь\b[^.!\n]{0,60}\b(?:написать|объяснить|перевести|уточнить)\b"
)
_TRANSLATE = re.compile(
    r"\b(?:(?:can|could|would|please|pls|bitte|peux|pourrais|puedes|puoi|pode|kun|możesz|можешь)\b[^.!\n]{0,60}\b(?:translat\w*|übersetz\w*|tradui\w*|traduc\w*|tradur\w*|traduz\w*|vertaal\w*|vertal\w*|przetłum\w*|перевед\w*)"
    r"|translat\w*[^.!\n]{0,20}(?:\?|please|pls)|(?:in|auf|en|em|po|на) (?:english|deutsch|anglais|inglés|inglese|inglês|engels|angielsku|английском),? ?(?:please|pls|bitte|s'il|por favor|per favore|alstublieft|proszę|пожалуйста|only|\?)|english,? (?:please|pls|only))"
)
_DENIES = Phrases(
    r"\b(?:(?:that'?s|that is|it'?s|which is|this is|is(?:n'?t)? that) (?:exactly |literally |precisely |just |already )?what (?:i|it|my comment) (?:wrote|said|say|says|posted|put|told)|(?:it|my comment|the comment|i) (?:has |have )?(?:always|clearly|already) (?:said|says|wrote|read)|always (?:has|did)(?=[.!?,]|$)|(?:clean|put on|where are) (?:your |on )*glasses|(?<![a-z] )glasses\?|it says \w+,? (?:love|mate|dear|buddy|pal|genius|einstein)"
    r"|i (?:never|didn'?t|did not) (?:said|say|wrote|write|claim|claimed|suggest|suggested|mention|mentioned) (?:that|so|this|such|anything|otherwise|it was|any)\b|(?:trouble|problems?|difficulty) (?:with )?reading|learn to read|(?:can'?t|cannot|can) (?:you|anyone|anybody|people|nobody|no one)(?: not| even| here)* read ?[?!.]|(?<!'ll )(?<!will )(?<!let me )read (?:it|that|my comment|the comment|what i wrote)?,? ?(?:again|properly|more carefully|more slowly)"
    r"|what are you (?:even |all )?(?:on about|talking about|correcting|arguing)|where (?:did|do|have) i (?:say|said|write|written|claim)|who said (?:anything about|otherwise|that)|called it!|as i predicted|i(?:'ve| have)? (?:changed|edited|touched|altered) nothing|(?:never|didn'?t|did not|haven'?t|have not) (?:edit(?:ed)?|change[d]?|touch(?:ed)?|alter(?:ed)?) (?:it|this|that|anything|a (?:thing|word|letter)|my|the|nothing)\b|nothing (?:was|has been|got) (?:changed|edited|altered)|from the (?:start|beginning)(?=[.!?,]|$)|you (?:must have|just|probably|simply)? ?misread|(?:you|people|some of you)(?: here)? (?:cannot|can'?t|can not) read\b|(?:nobody|no one)(?: here)? can read\b"
    r"|(?:das|so) (?:habe?|hatte) ich (?:doch |ja |auch |genau |schon )*(?:geschrieben|gesagt)|steht (?:doch|ja) (?:da|oben)|(?:nie|nicht) (?:gesagt|geschrieben|behauptet)|lesen (?:lernen|können|müsste|hilft)|wer lesen kann"
    r"|c'est (?:bien |exactement |justement )?ce que j'ai (?:dit|écrit)|jamais (?:dit|écrit|prétendu)|(?:apprenez|apprends) à lire|relis(?:ez)? (?:bien|mieux|mon)\b|eso (?:mismo )?(?:es lo que )?(?:dije|escribí|he dicho|he escrito|puse)|(?:nunca|jamás) (?:dije|escribí|he dicho|puse)|aprend[ae] a leer"
    r"|(?:è|e') quello che ho (?:scritto|detto)|mai (?:detto|scritto)|impara(?:te)? a leggere|foi (?:isso |isso mesmo )?(?:o )?que eu (?:disse|escrevi)|nunca (?:disse|escrevi)|dat (?:schreef|zei) ik|(?:nooit|niet) (?:gezegd|geschreven|beweerd)|leer (?:eens )?lezen"
    r"|(?:właśnie|przecież) (?:tak |to )?(?:napisał[ae]m|powiedział[ae]m)|nigdy (?:tego |tak )?nie (?:napisał|powiedział|mówił|twierdził)\w*|naucz się czytać|я (?:так |же )*и (?:написал|сказал|говорил)\w*|никогда (?:не|такого|этого)|(?:читать научи|учи(?:те)?сь читать|перечитай)\w*)"
)
_PREDICTS = Phrases(
    r"\b(?:calling it|(?:my |bold |hot )?predictions?\b|i(?:'ll)? predict|mark my words|bank on it|screenshot this|remind ?me!?|remember this|book(?:mark)? (?:it|this)|my (?:bet|money|guess|tip)s? (?:is|are|on|:)|i(?:'ll|'d)? bet\b|i'?m betting|bet you|you heard it here|will (?:win|lose|beat|be relegated|be elected|resign)\b|going to (?:win|lose|beat)"
    r"|mein tipp\b|merkt euch|notez(?:-le)? bien|segnatevelo|scrivetevelo|se sbaglio|apunt(?:ad|en)lo|anot(?:ad|en|em)|onthoud|zapamiętajcie|запомните|if i'm wrong|ich (?:tippe|wette)|prognose|pronostic|je (?:parie|prédis)|pronóstico|apuesto|predicción|pronostico|scommetto|palpite|aposto|voorspelling|ik (?:voorspel|wed)|typuję|przewiduję|prognoza|мой прогноз|ставлю на|прогноз|вот увидите)"
)
_CALLS_OUT = Phrases(
    r"\b(?:stealth|ninja|sneaky|silent(?:ly)?|quiet(?:ly)?)[ -]?edit\w*|\byou(?:'ve| have| just)? (?:silently |quietly |just )?(?:edited|changed|rewrote|altered|deleted|swapped"
    r"|reworded)\b|\b(?:edited|changed|altered) (?:your|the|his|her|their) (?:comment|post|text|number|link|wording|words|mind)|\bat least say (?:that|you)"
    r"|\b(?:this|that) (?:is|was) not what (?:you|it|they) (?:said|wrote)|\bthat'?s not what (?:you|it|they) (?:said|wrote|was)|\bnice edit\b"
)
_WIPED = frozenset(
    """deleted removed gone nevermind nvm redacted edited . - * deleted-by-user deleted_by_user user-deleted retracted
    [deleted] [removed] [redacted] gelöscht entfernt supprimé borrado eliminado cancellato rimosso apagado verwijderd
    usunięto удалено""".split()
)
_FILLER = frozenset(
    "this comment post was is has been by the user its author own account content text my permanently".split()
)


_MISPLACED = re.compile(
    r"\b(?:wrong (?:thread|post|comment|person|community|sub|place|window|tab)|ignore (?:me|this)|never ?mind|disregard|posted by (?:mistake|accident)"
    r"|meant for (?:another|someone|somebody)|falscher (?:faden|thread|beitrag)|mauvais fil|hilo equivocado)\b"
)
_BREAKS = frozenset(".,:;!-")
_LITTLE_LEFT = 12
"""Words that may tell, in a sentence, that the text was taken away."""
_FAREWELL = 40
"""Words of a text that begins so: the author says why."""
_AUTHOR = frozenset(
    """author op user me myself verfasser verfasserin autor autorin mir auteur autrice moi autora mí autore me mim auteur mij
    autora autorkę mnie автором мной""".split()
)
_WIPES = tuple(
    "deleted removed redacted wiped retracted withdrawn gelösch entfernt zurückgez supprim effac retiré borrad eliminad retirad"
    " cancellat rimoss ritirat apagad removid verwijder gewist usunię skasow удал стёр стер raderad borttag weggehaal weggenommen rausgenommen enlevé effacé quitado tolto usunął usunęł wycof".split()
)
_TAKEN_AWAY = re.compile(
    r"[\[(] ?(?:(?:comment|post|text|content|this|it|(?:this|my) (?:comment|post|text)) (?:was |has been |is )?)?(?:removed|redacted|deleted|withheld|wiped)"
    r"(?: by (?:me|the author|its author|author|op|user|request))?(?:[,.;:\])]| (?:because|for|at|as|since|on)\b)[^\[\]()\n]{0,160}[\])]?\s*"
)
_OTHER_THINGS = frozenset("the a an all every some another two one from and or".split())
"""What follows a wipe word where something else than the comment was taken away."""
_HE = frozenset(
    "you your you're he she they his her their du dich ihr tu toi vous sie tú usted voi você jij je ty ты вы".split()
)
"""Words of a sentence about somebody else."""


def is_taken_away(text: str) -> bool:
    """Whether a text is nothing but a remark in brackets that it was removed."""
    return text.startswith(("[", "(")) and _TAKEN_AWAY.fullmatch(lowered(text)) is not None


def is_wiped(tokens: list[str], came: Iterable[str]) -> bool:
    """Whether hardly a word is left, or only words that say so; ``came`` are those that did not stand before."""
    words = [token for token in tokens if token[0].isalnum()]
    if len(words) <= 1:
        return not words or len(words[0]) <= 2 or words[0] in _WIPED
    if len(words) <= 10 and _MISPLACED.search(" ".join(words)):
        return True
    if len(words) <= 10 and tokens[0] in _WIPED and tokens[0] != "edited" and tokens[1] in _BREAKS:
        return True
    head = list(takewhile(lambda token: token not in _BREAKS, tokens))
    if (
        len(words) <= _FAREWELL
        and len(head) <= _LITTLE_LEFT / 2
        and _AUTHOR.intersection(head)
        and _tells_of_wipe(head, came)
    ):
        return True
    if len(words) <= _LITTLE_LEFT and _tells_of_wipe(words, came) and not _HE.intersection(words):
        return True
    rest = [word for word in words if word not in _FILLER]
    return len(words) <= 8 and all(word in _WIPED for word in rest) and bool(rest)


def _tells_of_wipe(words: list[str], came: Iterable[str]) -> bool:
    """Whether new words say that this was taken away, and not some other thing: "deleted this", not "deleted the file"."""
    told = {word for word in came if word.startswith(_WIPES)}
    return any(word in told and after not in _OTHER_THINGS for word, after in zip(words, [*words[1:], ""], strict=True))
