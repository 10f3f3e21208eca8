"""Reading a reply by e-mail strictly: a message that has more than one meaning is no answer."""
