"""Who is at the post: sign-in, shift, lock, hand-over, and a supervisor's word."""
