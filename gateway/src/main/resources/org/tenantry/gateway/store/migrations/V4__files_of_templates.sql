-- Files of templates. The release before knows none of them: a template that has some is one that it can't read, and all others
-- are as they were, so it may go on with this schema.

-- The bytes of files (Base64) by SHA-256: versions of a template mostly share them.
CREATE TABLE contents (
    digest ${text} PRIMARY KEY,
    content ${text} NOT NULL
);

CREATE TABLE template_files (
    name ${text} NOT NULL,
    template_version ${text} NOT NULL,
    path ${text} NOT NULL,
    executable BOOLEAN NOT NULL,
    digest ${text} NOT NULL REFERENCES contents (digest),
    PRIMARY KEY (name, template_version, path),
    FOREIGN KEY (name, template_version) REFERENCES templates (name, template_version)
);
