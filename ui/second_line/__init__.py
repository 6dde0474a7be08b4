"""The second line's desk: referrals, deferred pilgrims, and what became of them."""
