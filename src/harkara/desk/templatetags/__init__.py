"""What the desk's templates ask of the language."""
