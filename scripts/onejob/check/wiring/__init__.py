"""What an expression holds: factories, constructors and dependencies followed to the sessions behind them."""
