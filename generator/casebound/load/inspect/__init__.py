"""What files hold that nobody vouches for: their kind, their text, their letters, and what in them acts.

A reader here may meet a file that was made to break it. Whoever calls one does so in a confined child.
"""
