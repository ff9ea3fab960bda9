"""Makes the tone model from labelled comments. The only place that imports scikit-learn."""
