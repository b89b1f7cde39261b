"""The documented examples of handwritingio 1.0.0 (PyPI), with what its own tests demand of the answers.

    python handwritingio_client.py ADDRESS KEY SECRET
"""
import datetime
import sys

import handwritingio

address, key, secret = sys.argv[1:]
hwio = handwritingio.Client(key, secret, base_url=address)


def refused(kind, call, *arguments):
    try:
        call(*arguments)
    except handwritingio.APIError as error:
        assert type(error) is kind, (type(error), error)
        return error
    raise AssertionError('not refused')


# The basic example.
png = hwio.render_png({'handwriting_id': '2D5S46A80003', 'text': 'Handwriting with Python!', 'height': 'auto'})
assert png.startswith(b'\x89PNG')

# Paging through all hands.
everyone, limit, offset = [], 10, 0
while True:
    page = hwio.list_handwritings({'limit': limit, 'offset': offset})
    if not page:
        break
    everyone.extend(page)
    offset += limit
assert len(everyone) >= 24 and len({hand['id'] for hand in everyone}) == len(everyone)
assert all(isinstance(hand['date_created'], datetime.datetime) for hand in everyone)
assert everyone == hwio.list_handwritings()

# The five most cursive.
cursive = hwio.list_handwritings({'order_by': 'rating_cursivity', 'order_dir': 'desc', 'limit': 5})
ratings = [hand['rating_cursivity'] for hand in cursive]
assert len(cursive) == 5 and ratings == sorted(ratings, reverse=True)

# Titles in plain byte order.
titles = [hand['title'] for hand in hwio.list_handwritings({'order_by': 'title', 'order_dir': 'desc'})]
assert titles == sorted(titles, reverse=True)

# One hand.
perry = hwio.get_handwriting('2D5S46A80003')
assert perry['title'] == 'Perry' and perry in everyone

# A PDF with CMYK.
pdf = hwio.render_pdf({
    'handwriting_id': '2D5S46A80003', 'text': 'Handwriting with Python!', 'handwriting_color': '(1, 0.5, 0, 0.2)',
    'width': '8.5in', 'height': '180.0pt', 'handwriting_size': '24pt',
})
assert pdf.startswith(b'%PDF-')

# The same seed, the same image.
seeded = {'handwriting_id': '2D5S46A80003', 'text': 'again', 'random_seed': 42}
assert hwio.render_png(seeded) == hwio.render_png(seeded)

# Every error at once.
error = refused(handwritingio.ValidationError, hwio.render_png, {})
assert sorted(e['field'] for e in error.errors) == ['handwriting_id', 'text']
error = refused(handwritingio.ValidationError, hwio.render_png, {
    'handwriting_id': '2D5S46A80003', 'text': 'a', 'width': 'double wide', 'height': '5gophers', 'handwriting_size': '80%',
})
assert sorted(e['field'] for e in error.errors) == ['handwriting_size', 'height', 'width']
error = refused(handwritingio.ValidationError, hwio.render_pdf, {
    'handwriting_id': '2D5S46A80003', 'text': 'a', 'handwriting_color': 'cheesecake',
})
assert error.errors[0]['error'] == 'handwriting_color must be valid CMYK'
error = refused(handwritingio.ValidationError, hwio.render_png, {'handwriting_id': '2D5S46A80003', 'text': u'snow \u2603'})
assert error.errors[0]['missing_characters'][0]['character'] == u'\u2603' and u'\u2603' in str(error)
refused(handwritingio.ValidationError, hwio.list_handwritings, {'order_by': 'rating_friendliness'})

# An unknown hand, and a wrong secret.
error = refused(handwritingio.APIError, hwio.get_handwriting, 'nobody')
assert 'not found' in str(error)
stranger = handwritingio.Client(key, 'X' * 16, base_url=address)
error = refused(handwritingio.AuthorizationError, stranger.list_handwritings)
assert error.errors[0]['error'] == 'unauthorized'

print('all examples ran')
