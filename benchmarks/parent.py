"""`python -m benchmarks.parent`: what the parent comment as context would add to the judgement of its reply.

Ten-fold cross-validated AUC of logistic regression on the reply's log-odds alone, and with the parent's beside them.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from bot import shelf
from bot.training import dataset, evaluate

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print a line a corpus that has parents."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parent", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    model = shelf.load()
    print("| corpus | replies | bad | alone | with the parent | interval of the first |\n|---|---|---|---|---|---|")
    for corpus in dataset.CORPORA:
        rows = [
            (row["text"], row["parent"], dataset.labels_of(corpus, row["labels"]).get("hostile"))
            for part in ("train", "dev")
            if (path := given.data / corpus / f"{part}.jsonl.gz").exists()
            for row in dataset.rows(path)
            if row.get("parent")
        ]
        used = [row for row in rows if row[2] in {0.0, 1.0}]
        labels = np.array([row[2] for row in used])
        if len(used) < 200 or labels.sum() < 20:
            continue
        own, parent = (
            np.log(np.clip(evaluate.attention_of(model, [row[at] for row in used]), 1e-4, 1 - 1e-4)) for at in (0, 1)
        )
        aucs = []
        for columns in (own[:, None], np.column_stack([own, parent, own * parent])):
            chances = cross_val_predict(LogisticRegression(), columns, labels, cv=10, method="predict_proba")[:, 1]
            aucs.append(roc_auc_score(labels, chances))
        bad = int(labels.sum())
        spread = evaluate.auc_spread(aucs[0], bad, len(used) - bad)
        print(f"| {corpus} | {len(used):,} | {bad} | {aucs[0]:.3f} | {aucs[1]:.3f} | ± {spread:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
