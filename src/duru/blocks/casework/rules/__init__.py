"""Pure decisions of casework: values in, verdict out."""
