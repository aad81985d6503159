"""The manuals of the rules that no function of this package finds: loading's and the network's."""

from relcli.model.problem import Severity

# What keeps a file or a card from being read; relcli/load finds it.
OF_LOADING = {
    "ambiguous-actor": """
        A card or a speaker is an actor by a name that two actors have.

        Why it matters: nobody can tell which of them is meant. A search for the name finds both.

        Example:
            - actors: [Wagner]  # Wagner Group, or Dmitry Utkin, who was called so

        Cure: write the id of the one that is meant.
        """,
    "alias": """
        YAML's aliases (`*name`) and merge keys (`<<`) are not read.

        Why it matters: what they stand for is written elsewhere, so a card does not tell what it
        says; and a few lines of them can stand for more text than a computer holds.

        Example:
            - claim: *same-as-above

        Cure: write the text out. Put a text that begins with `*` in quotes.
        """,
    "anchor": """
        A text begins with `&`, which YAML takes for an anchor (`&name`).

        Why it matters: YAML takes it out of the text, so a claim would lose its first word. Anchors
        are there for aliases, which are not read.

        Example:
            - claim: &Co bought a refinery.

        Cure: remove it. Put a text that begins with `&` in quotes.
        """,
    "date": """
        A date is neither EDTF of level 0 or 1 nor written with `between`, `by` or `as of`.

        Why it matters: EDTF is the Extended Date/Time Format. A date that cannot be read cannot be
        put in order, and a guess may be wrong by a month (03/04/2015).

        Example:
            - date: 30.9.2015

        Cure: write 2015, 2015-09, 2015-09-30, 2015~ (about), 2015? (uncertain), 201X; 2015/2016
        or 2015/.. for what went on; `between 2015 and 2016` or `by 2016` for what happened once;
        `as of 2015-09` for a state that is attested then, on the date of a card alone. As precise
        as the source is and no more.
        """,
    "duplicate-id": """
        Two cards have one id.

        Why it matters: a link to the id means one of them, and nobody can tell which. Only the
        first is read. Without `id:`, a card's id is made of its claim, so two cards with one claim
        have one too.

        Example:
            - id: first-visit
            - id: first-visit

        Cure: give the second card an id of its own, or remove it where it says the same.
        """,
    "retired-id": """
        A card has the id of a card that is retired.

        Why it matters: the id of a retired card still answers, so whoever wrote it down years ago
        would now be shown another claim.

        Example:
            - id: first-visit
              superseded_by: first-visit-2017
            - id: first-visit

        Cure: give the new card a new id.
        """,
    "duplicate-key": """
        A card or an entry gives one key twice.

        Why it matters: one of the two values would be lost without a word. `source` and `sources`
        are one key.

        Example:
            - claim: Officers met in Aleppo.
              date: 2016-11
              date: 2017-11

        Cure: keep one of them.
        """,
    "encoding": """
        A file is not UTF-8, or has characters that no text has.

        Why it matters: names in Arabic or Russian come out garbled, and control characters can
        make a terminal show what is not there.

        Example: a file saved as UTF-16 or Windows-1256.

        Cure: save the file as UTF-8, and remove control characters.
        """,
    "id": """
        An id has characters that an id cannot have.

        Why it matters: ids are typed in a shell, joined by commas and put in links, so they are
        one printable word without quotes, commas, semicolons, angle brackets or backslashes.

        Example:
            - id: first visit

        Cure: write one word, like `first-visit`.
        """,
    "key": """
        A key is no text.

        Why it matters: the keys of a card are words; a list or a mapping as a key is a slip of the
        brackets.

        Example:
            - [claim, date]: Officers met in Aleppo.

        Cure: write `key: value`.
        """,
    "look-alike": """
        A key, a colon or a dash has a sign that only looks like the right one.

        Why it matters: to YAML the Cyrillic letter U+0430 is another one than `a`, and the wide
        colon of a Chinese keyboard is none, so the key is not found, and nobody can see why.

        Example: a full-width colon (U+FF1A) behind `claim`.

        Cure: type the key anew, with its colon and the space behind it. A text of a card may
        have any letters.
        """,
    "merge-conflict": """
        Git left both sides of a conflict in the file.

        Why it matters: nobody has decided which of the two is right, so neither is read, nor a
        card that the conflict goes through. Those around it are.

        Example:
            <<<<<<< HEAD
            - claim: Officers met in Aleppo.
            =======
            - claim: Officers met in Damascus.
            >>>>>>> another-branch

        Cure: keep one side, or put both together, and remove the lines of <, = and >.
        """,
    "missing-key": """
        Something that a fact needs is not given.

        Why it matters: a fact is only as good as its date, its source and how far it can be
        trusted. A source needs a title, a publisher or a URL, and an actor a name.

        Example:
            - claim: Officers met in Aleppo.
              date: 2016-11

        Cure: add the key. Where nobody can judge the claim, that is `confidence: unconfirmed`.
        """,
    "no-break-space": """
        A space that is none for YAML stands where one is wanted.

        Why it matters: copied from a web page or a word processor, a line may be indented with
        no-break spaces, or have one behind its colon. They look like others, and YAML takes them
        for letters. Within a text they may stand.

        Example: a line that begins with U+00A0, or a sign without a width (U+200B).

        Cure: delete what stands at the place of the message, and type a space.
        """,
    "second-document": """
        A file has a second YAML document, after `---`.

        Why it matters: what comes after it is not read.

        Example:
            - claim: Officers met in Aleppo.
            ---
            - claim: Officers met in Damascus.

        Cure: remove the `---`, or move what follows it to a file of its own.
        """,
    "shape": """
        A value is a list or a mapping where a text is wanted, or the other way round.

        Why it matters: it cannot be read for what it should say.

        Example:
            - claim: [Officers met in Aleppo.]

        Cure: write it in the shape that the message names.
        """,
    "syntax": """
        A text cannot be read as YAML.

        Why it matters: the card, or the entry, is left out. The others in the file are read.

        Example:
            - claim: The spokesman said: no comment.

        Cure: mostly, put the text in quotes, or indent the keys of one card alike.
        """,
    "tag": """
        YAML's tags (`!name`) are not read.

        Why it matters: every value of a card is text, so a tag has nothing to say.

        Example:
            - claim: !!str Officers met in Aleppo.

        Cure: remove it. Put a text that begins with `!` in quotes.
        """,
    "unknown-actor": """
        A card names an actor that actors.yaml does not declare.

        Why it matters: it is misspelt, and `--actor` will miss the card; or it is new, and its
        other spellings are not known. Not asked where no actors are declared.

        Example:
            - actors: [hezbolah]

        Cure: write an id, a name or an alias of actors.yaml, or declare it there.
        """,
    "unknown-confidence": """
        A confidence is none of the six words.

        Why it matters: cards can be compared only when they are graded alike.

        Example:
            - confidence: likely

        Cure: write confirmed, probable, possible, doubtful, improbable or unconfirmed.
        """,
    "unknown-key": """
        A card or an entry has a key that means nothing here.

        Why it matters: it is misspelt, and what it says would be lost.

        Example:
            - clam: Officers met in Aleppo.

        Cure: write the key as the message has it; what has no key belongs in `note`.
        """,
    "unknown-reliability": """
        A reliability is no letter from A to F.

        Why it matters: it is the Admiralty scale, which readers know: A completely reliable,
        B usually, C fairly, D not usually, E unreliable, F cannot be judged.

        Example:
            - source: {publisher: A paper, reliability: good}

        Cure: write A, B, C, D, E or F.
        """,
    "unknown-source": """
        A card names a source that sources.yaml does not declare.

        Why it matters: the claim hangs in the air. Where sources are declared, a word that looks
        like an id is taken for one and not for a title.

        Example:
            - source: wsj-2023-11-03  # it is wsj-2023-11-02

        Cure: write an id of sources.yaml, declare it there, or write the source in place with its
        `title` or `publisher`.
        """,
    "unknown-stance": """
        A stance is none of the three words.

        Why it matters: it decides for or against the claim.

        Example:
            - source: {publisher: The Kremlin, stance: denies}

        Cure: write supports, qualifies or disputes.
        """,
    "unknown-topic": """
        A card has a topic that dataset.yaml does not declare.

        Why it matters: the dataset has a short list of its own, so that a topic finds all its
        cards. Not asked where no topics are declared.

        Example:
            - topics: [milytary]

        Cure: write a topic of dataset.yaml, or declare it there.
        """,
    "unreadable": """
        A file cannot be read.

        Why it matters: its cards are missing.

        Example: a file that its owner alone may read, a pipe, a file larger than 64 MB or
        with more than six million values.

        Cure: see that it is there and that you may read it; split what is too large.
        """,
}

# What only `--changed-since` finds, for it looks at commits.
OF_HISTORY = {
    "regraded-in-silence": (
        Severity.WARNING,
        """
        A grade was changed by a commit that does not say why.

        Why it matters: whoever cited the card wants to know what made you change your mind, and
        `relcli log` shows him the first line of the message.

        Example:
            - id: first-visit
              confidence: doubtful

        Cure: name the card, one of its sources, the grade or the reason in the message, be it below
        its first line. Of what is committed already, tell it in the `note`. Only
        `relcli check --changed-since` finds this, in the commits since then.
        """,
    ),
}

# What only `--links` finds, for it asks the network.
OF_LINKS = {
    "dead-link": (
        Severity.ERROR,
        """
        A URL leads to no page any more: the server answers 404 or 410.

        Why it matters: no reader can see what the source says.

        Example:
            - source: {publisher: A paper, url: https://example.org/deleted}

        Cure: find where the page went, or add `archived_url` and keep the URL for the record.
        Only `relcli check --links` finds this. A dead URL with an archived copy is no problem.
        """,
    ),
    "unreachable-link": (
        Severity.WARNING,
        """
        Whether a URL leads to a page could not be found out.

        Why it matters: the server may be down today, or may not answer programs (401, 403, 429).

        Example:
            - source: {publisher: A paper, url: https://no-such-host.example/news}

        Cure: open it in a browser. Only `relcli check --links` finds this.
        """,
    ),
    "moved-link": (
        Severity.WARNING,
        """
        A URL leads on to another one for good: the server answers 301 or 308.

        Why it matters: such signposts are taken down after some years.

        Example:
            - source: {publisher: A paper, url: https://example.org/old}

        Cure: see that the new page is the same, and write its URL. Only `relcli check --links`
        finds this.
        """,
    ),
    "insecure-link": (
        Severity.WARNING,
        """
        A URL begins with http, so anybody on the way can change what it shows.

        Why it matters: the reader of a source must be sure to read that source.

        Example:
            - source: {publisher: A paper, url: http://example.org/news}

        Cure: see whether the page answers to https, and write that; never without looking. Only
        `relcli check --links` finds this.
        """,
    ),
}
