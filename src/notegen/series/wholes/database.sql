-- The records of a series as tables. Dates are ISO 8601; a State is known by its code of ISO 3166-1.
-- What an event was and who came stands once, taken from the note that holds: its original, its last revision.

CREATE TABLE series (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT
);

-- All States, also those that no note names. The names are in the first language of the series; region is the
-- regional group of a Member of the United Nations.
CREATE TABLE states (
    code TEXT PRIMARY KEY,
    code3 TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    region TEXT,
    m49_region TEXT,
    m49_subregion TEXT
);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT,
    year INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    dates TEXT NOT NULL
);

-- The dates of an event one by one; starts and ends may be a month or a year.
CREATE TABLE periods (
    event TEXT NOT NULL REFERENCES events,
    position INTEGER NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (event, position)
);

CREATE TABLE places (
    event TEXT NOT NULL REFERENCES events,
    position INTEGER NOT NULL,
    venue TEXT,
    city TEXT,
    country TEXT,
    state TEXT REFERENCES states,
    online INTEGER NOT NULL,
    PRIMARY KEY (event, position)
);

-- Who stood behind an event, as the record's parties say.
CREATE TABLE organizers (
    event TEXT NOT NULL REFERENCES events,
    role TEXT NOT NULL CHECK (role IN ('organizer', 'host', 'funder')),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT REFERENCES states,
    acronym TEXT,
    PRIMARY KEY (event, role, position)
);

-- The groups of participants, with the numbers of those who are counted and not named.
CREATE TABLE participant_groups (
    event TEXT NOT NULL REFERENCES events,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    attendance TEXT NOT NULL,
    persons INTEGER,
    women INTEGER,
    states INTEGER,
    organizations INTEGER,
    PRIMARY KEY (event, number)
);

-- Participants who are named. state is there where the name is that of a State, acronym where a body is known.
CREATE TABLE participants (
    event TEXT NOT NULL REFERENCES events,
    group_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    attendance TEXT NOT NULL,
    also INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT REFERENCES states,
    acronym TEXT,
    PRIMARY KEY (event, group_number, position),
    FOREIGN KEY (event, group_number) REFERENCES participant_groups
);

-- A note in one language.
CREATE TABLE notes (
    note INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    language TEXT NOT NULL,
    event TEXT NOT NULL REFERENCES events,
    title TEXT NOT NULL,
    event_title TEXT NOT NULL,
    symbol TEXT,
    supersedes TEXT,
    superseded_by TEXT,
    status TEXT NOT NULL,
    issued TEXT,
    summary TEXT,
    source TEXT,
    retrieved TEXT,
    UNIQUE (id, language)
);

CREATE TABLE keywords (
    note INTEGER NOT NULL REFERENCES notes,
    keyword TEXT NOT NULL,
    PRIMARY KEY (note, keyword)
);

-- number is that of the page, such as 2.1; text and items are the Markdown of the record.
CREATE TABLE sections (
    note INTEGER NOT NULL REFERENCES notes,
    position INTEGER NOT NULL,
    level INTEGER NOT NULL,
    number TEXT,
    heading TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (note, position)
);

-- Finished documents; file is the path from this database.
CREATE TABLE documents (
    note INTEGER NOT NULL REFERENCES notes,
    format TEXT NOT NULL,
    file TEXT NOT NULL,
    pages INTEGER,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (note, format)
);

CREATE INDEX participants_by_state ON participants (state);
CREATE INDEX participants_by_acronym ON participants (acronym);
CREATE INDEX notes_by_event ON notes (event);
