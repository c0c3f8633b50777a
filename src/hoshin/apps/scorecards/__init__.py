"""What the services do: the scorecard, metric pages, drill to tickets, targets."""
