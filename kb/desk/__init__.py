"""What people at the desk do: enter, correct, judge; what their forms ask of what is known."""
