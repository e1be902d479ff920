CREATE TABLE accepted_answer (
    id bigint NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    accepted_by_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    post_id bigint NOT NULL
);
COMMENT ON TABLE accepted_answer IS 'A reply that solved the case. A thread may have several.';
CREATE SEQUENCE accepted_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE accepted_answer_id_seq OWNED BY accepted_answer.id;
CREATE TABLE account (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    email character varying(254),
    name character varying(100) NOT NULL,
    handle character varying(39) NOT NULL,
    role character varying(10) NOT NULL,
    password_hash character varying(200),
    active boolean NOT NULL,
    placeholder boolean NOT NULL,
    job_title character varying(100) NOT NULL,
    about text NOT NULL,
    locale character varying(10) NOT NULL,
    timezone character varying(64) NOT NULL,
    theme character varying(5) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    away_from timestamp with time zone,
    away_opened jsonb,
    away_until timestamp with time zone
);
COMMENT ON TABLE account IS 'A person. Placeholders stand for authors of imported texts: inactive, without e-mail and password.';
COMMENT ON COLUMN account.role IS 'MEMBER: member\nLEAD: lead\nADMIN: admin';
CREATE SEQUENCE account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE account_id_seq OWNED BY account.id;
CREATE TABLE address_trouble (
    id bigint NOT NULL,
    address character varying(254) NOT NULL,
    reason text NOT NULL,
    soft integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone
);
COMMENT ON TABLE address_trouble IS 'What came back from one address. With `stopped_at` it gets no mail until it is confirmed.';
CREATE SEQUENCE address_trouble_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE address_trouble_id_seq OWNED BY address_trouble.id;
CREATE TABLE annotation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    field character varying(40) NOT NULL,
    block integer NOT NULL,
    paragraph text NOT NULL,
    quote character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL,
    resolved_by_id bigint
);
COMMENT ON TABLE annotation IS 'A passage of an article that people talk about.';
CREATE TABLE annotation_comment (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    annotation_id bigint NOT NULL,
    author_id bigint NOT NULL
);
COMMENT ON TABLE annotation_comment IS 'What somebody said about a passage. A deleted one leaves a stub without text.';
CREATE SEQUENCE annotation_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE annotation_comment_id_seq OWNED BY annotation_comment.id;
CREATE SEQUENCE annotation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE annotation_id_seq OWNED BY annotation.id;
CREATE TABLE api_token (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(100) NOT NULL,
    token_digest character varying(64) NOT NULL,
    hint character varying(4) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);
COMMENT ON TABLE api_token IS 'A token for programs, shown once and stored as a digest. `hint` is its last characters.';
CREATE SEQUENCE api_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE api_token_id_seq OWNED BY api_token.id;
CREATE TABLE article (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    kind character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    content jsonb NOT NULL,
    parts jsonb NOT NULL,
    summary character varying(300) NOT NULL,
    confidence character varying(20) NOT NULL,
    revision_number integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone NOT NULL,
    validated_at timestamp with time zone,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    validated_by_id bigint,
    check_every smallint DEFAULT 6,
    check_unit character varying(10) DEFAULT 'months'::character varying NOT NULL,
    expired_for timestamp with time zone,
    reminded_for timestamp with time zone,
    verified_until timestamp with time zone,
    verifier_id bigint,
    ends_on date,
    parent_id bigint,
    starts_on date,
    supersedes_id bigint,
    valid_from date,
    valid_to date,
    lapsed_for date
);
COMMENT ON TABLE article IS 'A piece of knowledge. `content` holds the fields of its kind as written, `parts` the filled ones in their order,';
COMMENT ON COLUMN article.confidence IS 'WORK_IN_PROGRESS: wip\nNOT_VALIDATED: not_validated\nVALIDATED: validated\nARCHIVED: archived';
CREATE TABLE article_flag (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    revision_number integer NOT NULL,
    reason character varying(10) NOT NULL,
    words text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    answer text NOT NULL,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL,
    resolved_by_id bigint
);
COMMENT ON TABLE article_flag IS 'A reader''s word that something is the matter with `article` as it stood at `revision_number`.';
COMMENT ON COLUMN article_flag.reason IS 'WRONG: wrong\nOUTDATED: outdated\nUNCLEAR: unclear\nOTHER: other';
CREATE SEQUENCE article_flag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE article_flag_id_seq OWNED BY article_flag.id;
CREATE SEQUENCE article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE article_id_seq OWNED BY article.id;
CREATE TABLE article_revision (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    number integer CONSTRAINT article_revision_number_not_null1 NOT NULL,
    title character varying(200) NOT NULL,
    content jsonb NOT NULL,
    terms jsonb NOT NULL,
    note character varying(200) NOT NULL,
    restored integer,
    created_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL,
    parent_id bigint
);
COMMENT ON TABLE article_revision IS 'One state of an article, the first included. `terms` holds the ids it was filed under.';
CREATE SEQUENCE article_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE article_revision_id_seq OWNED BY article_revision.id;
CREATE TABLE article_source (
    id bigint NOT NULL,
    last_number integer NOT NULL,
    thread_version bigint NOT NULL,
    answer_count integer NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    promoted_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    promoted_by_id bigint NOT NULL,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE article_source IS 'An article was made from a thread.';
CREATE SEQUENCE article_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE article_source_id_seq OWNED BY article_source.id;
CREATE TABLE article_term (
    article_id bigint NOT NULL,
    term_id bigint NOT NULL
);
CREATE TABLE article_use (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    used_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE article_use IS 'Somebody used an article in a case; who said so first stands for all.';
CREATE SEQUENCE article_use_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE article_use_id_seq OWNED BY article_use.id;
CREATE TABLE attachment (
    id bigint NOT NULL,
    parent_kind character varying(20) NOT NULL,
    parent_id bigint NOT NULL,
    file_id bigint NOT NULL
);
COMMENT ON TABLE attachment IS 'A file appears in a thing: whoever may read the thing may download the file.';
CREATE SEQUENCE attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE attachment_id_seq OWNED BY attachment.id;
CREATE TABLE attempt (
    id bigint NOT NULL,
    key character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
COMMENT ON TABLE attempt IS 'A try that is counted against a limit, such as a failed sign-in. `key` is a digest of what is limited.';
CREATE SEQUENCE attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE attempt_id_seq OWNED BY attempt.id;
CREATE TABLE audience (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(100),
    everyone boolean NOT NULL,
    signature character varying(64),
    created_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE audience IS 'Who may read. Unnamed audiences come from readers chosen for one thing; equal choices share one row.';
CREATE TABLE audience_group (
    id bigint NOT NULL,
    audience_id bigint NOT NULL,
    group_id bigint NOT NULL
);
CREATE SEQUENCE audience_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE audience_group_id_seq OWNED BY audience_group.id;
CREATE SEQUENCE audience_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE audience_id_seq OWNED BY audience.id;
CREATE TABLE audience_person (
    id bigint NOT NULL,
    audience_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE audience_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE audience_person_id_seq OWNED BY audience_person.id;
CREATE TABLE audit_entry (
    id bigint NOT NULL,
    action character varying(60) NOT NULL,
    object_kind character varying(20) NOT NULL,
    object_id bigint,
    details jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint
);
COMMENT ON TABLE audit_entry IS 'One action, written in the transaction that did it. `actor` is empty for the command line.';
CREATE SEQUENCE audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE audit_entry_id_seq OWNED BY audit_entry.id;
CREATE TABLE complaint (
    id bigint NOT NULL,
    customer character varying(200) NOT NULL,
    demand character varying(1000) NOT NULL,
    step character varying(20) NOT NULL,
    number integer NOT NULL,
    due_at timestamp with time zone,
    satisfaction character varying(20),
    done_at timestamp with time zone,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE complaint IS 'What a customer complains of, and how far it has come: `step` is the last step that was taken.';
COMMENT ON COLUMN complaint.step IS 'RECEIVED: received\nRESPONSIBILITY: responsibility\nSOLVED: solved\nFOLLOWED_UP: followed_up\nSATISFACTION: satisfaction';
COMMENT ON COLUMN complaint.satisfaction IS 'SATISFIED: satisfied\nPARTLY: partly\nNOT_SATISFIED: not_satisfied';
CREATE TABLE complaint_entry (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    number integer NOT NULL,
    step character varying(20) NOT NULL,
    back boolean NOT NULL,
    satisfaction character varying(20),
    note text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    complaint_id bigint NOT NULL
);
COMMENT ON TABLE complaint_entry IS 'One step that somebody took in a complaint: forward, `back` for a reason, or with the customer''s answer.';
COMMENT ON COLUMN complaint_entry.step IS 'RECEIVED: received\nRESPONSIBILITY: responsibility\nSOLVED: solved\nFOLLOWED_UP: followed_up\nSATISFACTION: satisfaction';
COMMENT ON COLUMN complaint_entry.satisfaction IS 'SATISFIED: satisfied\nPARTLY: partly\nNOT_SATISFIED: not_satisfied';
CREATE SEQUENCE complaint_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE complaint_entry_id_seq OWNED BY complaint_entry.id;
CREATE SEQUENCE complaint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE complaint_id_seq OWNED BY complaint.id;
CREATE TABLE deal_review (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    outcome character varying(20) NOT NULL,
    reason character varying(20) NOT NULL,
    reason_words character varying(300) NOT NULL,
    reason_source character varying(20) NOT NULL,
    lesson text NOT NULL,
    decided_on date NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL,
    competitor_id bigint,
    industry_id bigint,
    personality_id bigint,
    product_id bigint,
    purchasing_power_id bigint,
    size_id bigint,
    stage_id bigint,
    thread_id bigint
);
COMMENT ON TABLE deal_review IS 'A deal, looked back on. It is filed under at most one term of each facet; no `competitor` means that there was';
COMMENT ON COLUMN deal_review.outcome IS 'WON: won\nLOST: lost\nNO_DECISION: no_decision';
COMMENT ON COLUMN deal_review.reason IS 'PRICE: price\nPRODUCT: product\nSERVICE: service\nRELATIONSHIP: relationship\nREPUTATION: reputation\nDELIVERY: delivery\nTERMS: terms\nDECISION_MAKER: decision_maker\nBUDGET: budget\nTIMING: timing\nOTHER: other';
COMMENT ON COLUMN deal_review.reason_source IS 'BUYER: buyer\nREP: rep\nASSUMPTION: assumption';
CREATE SEQUENCE deal_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE deal_review_id_seq OWNED BY deal_review.id;
CREATE TABLE deal_review_revision (
    id bigint NOT NULL,
    number integer NOT NULL,
    state jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    review_id bigint NOT NULL
);
COMMENT ON TABLE deal_review_revision IS 'What a review said after it was filed or corrected; `state` holds its fields by name, terms by id.';
CREATE SEQUENCE deal_review_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE deal_review_revision_id_seq OWNED BY deal_review_revision.id;
CREATE TABLE defect (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    reference character varying(12) NOT NULL,
    sealed boolean NOT NULL,
    kind character varying(20) NOT NULL,
    origin character varying(10) NOT NULL,
    severity smallint NOT NULL,
    product_version character varying(60) NOT NULL,
    title character varying(200) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    said text NOT NULL,
    state character varying(20) NOT NULL,
    snoozed_until timestamp with time zone,
    fixed_in character varying(60) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    active_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    decided_at timestamp with time zone,
    article_id bigint,
    assignee_id bigint,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL,
    duplicate_of_id bigint,
    product_id bigint NOT NULL,
    team_id bigint NOT NULL,
    thread_id bigint
);
COMMENT ON TABLE defect IS 'A report for the `team` that answers for a product.';
COMMENT ON COLUMN defect.kind IS 'TECHNICAL: technical\nMARKET: market\nIMPROVEMENT: improvement';
COMMENT ON COLUMN defect.origin IS 'OWN: own\nRESOLD: resold';
COMMENT ON COLUMN defect.severity IS 'LOW: 1\nMEDIUM: 2\nHIGH: 3\nCRITICAL: 4';
COMMENT ON COLUMN defect.state IS 'NEW: new\nACCEPTED: accepted\nDUPLICATE: duplicate\nDECLINED: declined\nFIXED: fixed';
CREATE TABLE defect_demand (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    customer character varying(200) NOT NULL,
    value numeric(19,4),
    currency character varying(3) NOT NULL,
    weight smallint NOT NULL,
    words text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    defect_id bigint NOT NULL
);
COMMENT ON TABLE defect_demand IS 'A customer on whose behalf a report matters. It is read by who gave it and by the team.';
COMMENT ON COLUMN defect_demand.weight IS 'NICE: 1\nUSEFUL: 2\nIMPORTANT: 3\nBREAKER: 4';
CREATE SEQUENCE defect_demand_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE defect_demand_id_seq OWNED BY defect_demand.id;
CREATE TABLE defect_entry (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    kind character varying(10) NOT NULL,
    sealed boolean NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    defect_id bigint NOT NULL
);
COMMENT ON TABLE defect_entry IS 'A note or a reply below a report. What is sealed has no words here but a `SealedPart`.';
COMMENT ON COLUMN defect_entry.kind IS 'NOTE: note\nREPLY: reply';
CREATE SEQUENCE defect_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE defect_entry_id_seq OWNED BY defect_entry.id;
CREATE SEQUENCE defect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE defect_id_seq OWNED BY defect.id;
CREATE TABLE defect_look (
    id bigint NOT NULL,
    act character varying(10) NOT NULL,
    day date NOT NULL,
    times integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    defect_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE defect_look IS 'Somebody came to know what a report says: how often, first and last when.';
COMMENT ON COLUMN defect_look.act IS 'VIEWED: viewed\nSERVED: served\nEXPORTED: exported';
CREATE SEQUENCE defect_look_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE defect_look_id_seq OWNED BY defect_look.id;
CREATE TABLE defect_step (
    id bigint NOT NULL,
    act character varying(20) NOT NULL,
    words text NOT NULL,
    details character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint NOT NULL,
    defect_id bigint NOT NULL
);
COMMENT ON TABLE defect_step IS 'Who did what with a report, and when. `words` are a reason that its reporter is told; `details` the team''s.';
COMMENT ON COLUMN defect_step.act IS 'REPORTED: reported\nACCEPTED: accepted\nMERGED: merged\nDECLINED: declined\nREOPENED: reopened\nFIXED: fixed\nSNOOZED: snoozed\nASSIGNED: assigned\nCHANGED: changed\nMOVED: moved\nWIDENED: widened\nARTICLE: article';
CREATE SEQUENCE defect_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE defect_step_id_seq OWNED BY defect_step.id;
CREATE TABLE delivery (
    id bigint NOT NULL,
    consumer character varying(40) NOT NULL,
    failures integer NOT NULL,
    run_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    parked_at timestamp with time zone,
    last_error text NOT NULL,
    event_id bigint NOT NULL
);
COMMENT ON TABLE delivery IS 'An event that one consumer has not handled yet; the row goes when it has.';
CREATE SEQUENCE delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE delivery_id_seq OWNED BY delivery.id;
CREATE TABLE draft (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    content jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE draft IS 'The unsent fields of one form. `key` names the form, such as ``thread:new`` or ``reply:7``.';
CREATE SEQUENCE draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE draft_id_seq OWNED BY draft.id;
CREATE TABLE escalation (
    thread_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE TABLE event (
    id bigint NOT NULL,
    type character varying(80) NOT NULL,
    data jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);
COMMENT ON TABLE event IS 'One committed event. `data` holds the fields of its dataclass: ids, never content.';
CREATE SEQUENCE event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE event_id_seq OWNED BY event.id;
CREATE TABLE expert_group (
    id bigint NOT NULL,
    group_id bigint NOT NULL,
    term_id bigint NOT NULL
);
COMMENT ON TABLE expert_group IS 'A group whose members know a product, competitor or tag.';
CREATE SEQUENCE expert_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE expert_group_id_seq OWNED BY expert_group.id;
CREATE TABLE expert_person (
    id bigint NOT NULL,
    term_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE expert_person IS 'Somebody who knows a product, competitor or tag: they may accept answers, and overdue cases reach them.';
CREATE SEQUENCE expert_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE expert_person_id_seq OWNED BY expert_person.id;
CREATE TABLE file (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(200) NOT NULL,
    mime character varying(100) NOT NULL,
    inline boolean NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    width integer,
    height integer,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL
);
COMMENT ON TABLE file IS 'An uploaded file. Its bytes lie in the file store under `uid`; width and height are set for images.';
CREATE SEQUENCE file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE file_id_seq OWNED BY file.id;
CREATE TABLE gap (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    kind character varying(20) NOT NULL,
    query character varying(100) NOT NULL,
    locale character varying(10) NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    article_id bigint,
    assigned_by_id bigint NOT NULL,
    assignee_id bigint NOT NULL,
    column_id bigint,
    row_id bigint
);
COMMENT ON TABLE gap IS 'Somebody fills a gap, or has filled it.';
COMMENT ON COLUMN gap.kind IS 'SEARCH: search\nFLAGGED: flagged\nSTALE: stale\nCELL: cell';
CREATE SEQUENCE gap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE gap_id_seq OWNED BY gap.id;
CREATE TABLE installation (
    id smallint NOT NULL,
    uid uuid NOT NULL,
    key_check character varying(64) NOT NULL,
    mailed_until timestamp with time zone
);
COMMENT ON TABLE installation IS 'This hub; the table has one row, with the id 1.';
CREATE TABLE invitation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    role character varying(10) NOT NULL,
    locale character varying(10) NOT NULL,
    group_ids jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    invited_by_id bigint
);
COMMENT ON TABLE invitation IS 'Somebody is asked to join. The link is signed from the row''s `uid`, so no secret is stored.';
COMMENT ON COLUMN invitation.role IS 'MEMBER: member\nLEAD: lead\nADMIN: admin';
CREATE SEQUENCE invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE invitation_id_seq OWNED BY invitation.id;
CREATE TABLE key_grant (
    id bigint NOT NULL,
    wrapped text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    identity_id bigint NOT NULL,
    key_id bigint NOT NULL
);
COMMENT ON TABLE key_grant IS 'The private half of a team''s key, locked to one reviewer''s identity.';
CREATE SEQUENCE key_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE key_grant_id_seq OWNED BY key_grant.id;
CREATE TABLE mail (
    id bigint NOT NULL,
    address character varying(254) NOT NULL,
    template character varying(40) NOT NULL,
    context jsonb NOT NULL,
    message_id character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    failures integer NOT NULL,
    run_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    last_error text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    user_id bigint
);
COMMENT ON TABLE mail IS 'A mail that is owed to one address. It is written when it is sent, from what is then true.';
COMMENT ON COLUMN mail.state IS 'QUEUED: queued\nSENT: sent\nDROPPED: dropped\nFAILED: failed';
CREATE TABLE mail_choice (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    user_id bigint NOT NULL,
    timing character varying(10) DEFAULT 'off'::character varying NOT NULL
);
COMMENT ON TABLE mail_choice IS 'Somebody does not want mail of one kind. Without a row, mail is sent at once.';
COMMENT ON COLUMN mail_choice.kind IS 'MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome\nDEFECT: defect\nTOPIC: topic';
CREATE SEQUENCE mail_choice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE mail_choice_id_seq OWNED BY mail_choice.id;
CREATE TABLE mail_fault (
    id bigint NOT NULL,
    fault character varying(20) NOT NULL,
    reason text NOT NULL,
    since timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE mail_fault IS 'Why no mail leaves at all, until one does: something an administrator has to mend.';
CREATE SEQUENCE mail_fault_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE mail_fault_id_seq OWNED BY mail_fault.id;
CREATE TABLE mail_hours (
    id bigint NOT NULL,
    quiet_from smallint,
    quiet_to smallint,
    digest_hour smallint NOT NULL,
    digest_weekday smallint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE mail_hours IS 'When somebody''s mail may come, by the clock of their own time zone. Without a row the defaults hold.';
CREATE SEQUENCE mail_hours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE mail_hours_id_seq OWNED BY mail_hours.id;
CREATE SEQUENCE mail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE mail_id_seq OWNED BY mail.id;
CREATE TABLE market_share (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    region character varying(60) NOT NULL,
    year smallint NOT NULL,
    quarter smallint NOT NULL,
    share numeric(5,2),
    place smallint,
    source text NOT NULL,
    source_html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone,
    author_id bigint NOT NULL,
    rival_id bigint
);
COMMENT ON TABLE market_share IS 'A rival''s share of a market and its place among all, or ours (no rival), in one region and period.';
CREATE SEQUENCE market_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE market_share_id_seq OWNED BY market_share.id;
CREATE TABLE matrix_cell (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    value character varying(300) NOT NULL,
    source text NOT NULL,
    source_html text NOT NULL,
    observed_on date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone,
    author_id bigint NOT NULL,
    feature_id bigint NOT NULL,
    rival_id bigint
);
COMMENT ON TABLE matrix_cell IS 'What a product has of a feature: a rival''s, for its readers, or ours (no rival), for everybody.';
CREATE SEQUENCE matrix_cell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE matrix_cell_id_seq OWNED BY matrix_cell.id;
CREATE TABLE matrix_feature (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(120) NOT NULL,
    "position" integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    author_id bigint NOT NULL,
    product_id bigint NOT NULL
);
COMMENT ON TABLE matrix_feature IS 'A row of the matrix of one of our products. Everybody may read its name.';
CREATE SEQUENCE matrix_feature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE matrix_feature_id_seq OWNED BY matrix_feature.id;
CREATE TABLE membership (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    group_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE membership_id_seq OWNED BY membership.id;
CREATE TABLE mention (
    id bigint NOT NULL,
    group_id bigint,
    post_id bigint NOT NULL,
    user_id bigint
);
COMMENT ON TABLE mention IS 'A post names a person or a group; exactly one of the two is set.';
CREATE SEQUENCE mention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE mention_id_seq OWNED BY mention.id;
CREATE TABLE missed_search (
    id bigint NOT NULL,
    query character varying(100) NOT NULL,
    locale character varying(10) NOT NULL,
    asked integer NOT NULL,
    last_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE missed_search IS 'Words that found nothing, how often (once an hour at most), and when last. By whom is not kept.';
CREATE SEQUENCE missed_search_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE missed_search_id_seq OWNED BY missed_search.id;
CREATE TABLE notification (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    event_id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    topic character varying(60) NOT NULL,
    thread_id bigint,
    post_id bigint,
    article_id bigint,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    actor_id bigint,
    user_id bigint NOT NULL,
    mail_id bigint,
    reason character varying(40) DEFAULT ''::character varying NOT NULL,
    defect_id bigint,
    opinion_topic_id bigint
);
COMMENT ON TABLE notification IS 'One line in somebody''s inbox. One event tells one person once.';
COMMENT ON COLUMN notification.kind IS 'MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome\nDEFECT: defect\nTOPIC: topic';
CREATE SEQUENCE notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE notification_id_seq OWNED BY notification.id;
CREATE TABLE opinion (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    topic_id bigint NOT NULL,
    audience_id bigint
);
COMMENT ON TABLE opinion IS 'What somebody thinks of a topic.';
CREATE SEQUENCE opinion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE opinion_id_seq OWNED BY opinion.id;
CREATE TABLE outcome (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    worked character varying(10) NOT NULL,
    deal character varying(10),
    told_at timestamp with time zone NOT NULL,
    corrected_at timestamp with time zone,
    told_by_id bigint NOT NULL,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE outcome IS 'What the asker told of a case; it holds while the case is solved. `deal` is None until it was told, too.';
COMMENT ON COLUMN outcome.worked IS 'WORKED: worked\nPARTLY: partly\nFAILED: failed';
COMMENT ON COLUMN outcome.deal IS 'WON: won\nLOST: lost\nNONE: none';
CREATE SEQUENCE outcome_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE outcome_id_seq OWNED BY outcome.id;
CREATE TABLE outcome_request (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE outcome_request IS 'The asker of a case was asked how it ended: once, and reminded once.';
CREATE SEQUENCE outcome_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE outcome_request_id_seq OWNED BY outcome_request.id;
CREATE TABLE password_reset (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);
COMMENT ON TABLE password_reset IS 'A request for a new password. The link is signed from the row''s `uid` and works once.';
CREATE SEQUENCE password_reset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE password_reset_id_seq OWNED BY password_reset.id;
CREATE TABLE people_group (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    handle character varying(39) NOT NULL,
    name character varying(100) NOT NULL,
    description character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    product_id bigint,
    vendor_liaison boolean DEFAULT false NOT NULL
);
COMMENT ON TABLE people_group IS 'People who belong together. A product team is a group that answers for a product.';
CREATE SEQUENCE people_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE people_group_id_seq OWNED BY people_group.id;
CREATE TABLE post (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    number integer NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    version bigint NOT NULL,
    revision_number integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    author_id bigint NOT NULL,
    deleted_by_id bigint,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE post IS 'A text in a thread: number 1 is the case itself, the replies follow. A deleted post stays as a stub.';
CREATE SEQUENCE post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE post_id_seq OWNED BY post.id;
CREATE TABLE post_revision (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    number integer CONSTRAINT post_revision_number_not_null1 NOT NULL,
    body text NOT NULL,
    header jsonb,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    parent_id bigint,
    post_id bigint NOT NULL
);
COMMENT ON TABLE post_revision IS 'One state of a post, the first included. Those of a case carry its title and header too.';
CREATE SEQUENCE post_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE post_revision_id_seq OWNED BY post_revision.id;
CREATE TABLE promotion_task (
    id bigint NOT NULL,
    assigned_at timestamp with time zone,
    dismissed_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    assigned_by_id bigint,
    assignee_id bigint,
    dismissed_by_id bigint,
    thread_id bigint NOT NULL
);
COMMENT ON TABLE promotion_task IS 'A solved case that somebody shall promote, or that was dismissed; a case has no row before somebody decides.';
CREATE SEQUENCE promotion_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE promotion_task_id_seq OWNED BY promotion_task.id;
CREATE TABLE push (
    id bigint NOT NULL,
    failures integer NOT NULL,
    run_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    notification_id bigint NOT NULL,
    subscription_id bigint CONSTRAINT push_subscription_id_not_null1 NOT NULL
);
COMMENT ON TABLE push IS 'A message that is owed to one browser. It is written when it is sent, from what is then true, and then goes.';
CREATE SEQUENCE push_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE push_id_seq OWNED BY push.id;
CREATE TABLE push_subscription (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    endpoint character varying(1000) NOT NULL,
    p256dh character varying(100) NOT NULL,
    auth character varying(40) NOT NULL,
    user_agent character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    session_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE push_subscription IS 'A browser that asked to be told, as long as somebody is signed in there: it goes with the session.';
CREATE SEQUENCE push_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE push_subscription_id_seq OWNED BY push_subscription.id;
CREATE TABLE quotation_amount (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    number integer NOT NULL,
    currency character varying(3) NOT NULL,
    list_amount numeric(19,4),
    discount numeric(19,4),
    amount numeric(19,4) NOT NULL,
    terms text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL
);
COMMENT ON TABLE quotation_amount IS 'What was offered at which discount, for `audience` alone. Each change is a row; the highest `number` counts.';
CREATE SEQUENCE quotation_amount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE quotation_amount_id_seq OWNED BY quotation_amount.id;
CREATE TABLE reaction (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    post_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON COLUMN reaction.kind IS 'AGREE: agree\nTHANKS: thanks\nINSIGHT: insight\nWORKED: worked\nSAME: same';
CREATE SEQUENCE reaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE reaction_id_seq OWNED BY reaction.id;
CREATE TABLE read_mark (
    id bigint NOT NULL,
    last_number integer NOT NULL,
    read_at timestamp with time zone NOT NULL,
    thread_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE read_mark IS 'How far somebody has read: every post up to `last_number`.';
CREATE SEQUENCE read_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE read_mark_id_seq OWNED BY read_mark.id;
CREATE TABLE recovery (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    identity_id bigint NOT NULL,
    key_id bigint NOT NULL
);
COMMENT ON TABLE recovery IS 'A member of a team whose reviewers all lost their keys asks the admins for their shares.';
CREATE TABLE recovery_grant (
    id bigint NOT NULL,
    wrapped text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    recovery_id bigint NOT NULL,
    share_id bigint NOT NULL
);
COMMENT ON TABLE recovery_grant IS 'An admin''s share, locked to the identity of whoever asked for it.';
CREATE SEQUENCE recovery_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE recovery_grant_id_seq OWNED BY recovery_grant.id;
CREATE SEQUENCE recovery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE recovery_id_seq OWNED BY recovery.id;
CREATE TABLE recovery_share (
    id bigint NOT NULL,
    wrapped text NOT NULL,
    identity_id bigint NOT NULL,
    key_id bigint NOT NULL
);
COMMENT ON TABLE recovery_share IS 'One of the three shares of a team key''s recovery identity, locked to one admin''s identity. Two are enough.';
CREATE SEQUENCE recovery_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE recovery_share_id_seq OWNED BY recovery_share.id;
CREATE TABLE result_request (
    id bigint NOT NULL,
    ends_on date NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL
);
COMMENT ON TABLE result_request IS 'The result of an activity that ended on `ends_on` was asked for; of an activity put off it is asked again.';
CREATE SEQUENCE result_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE result_request_id_seq OWNED BY result_request.id;
CREATE TABLE rival_dispute (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL,
    reason text NOT NULL,
    reason_html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decision character varying(20),
    words text NOT NULL,
    decided_at timestamp with time zone,
    author_id bigint NOT NULL,
    decided_by_id bigint,
    line_id bigint NOT NULL
);
COMMENT ON TABLE rival_dispute IS 'Somebody says that a line is wrong. It is open until it has a `decision`.';
COMMENT ON COLUMN rival_dispute.decision IS 'CORRECTED: corrected\nKEPT: kept\nWITHDRAWN: withdrawn';
CREATE SEQUENCE rival_dispute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE rival_dispute_id_seq OWNED BY rival_dispute.id;
CREATE TABLE rival_line (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    section character varying(20) NOT NULL,
    text text NOT NULL,
    source text NOT NULL,
    source_html text NOT NULL,
    observed_on date NOT NULL,
    certainty character varying(20) NOT NULL,
    sendable boolean NOT NULL,
    state character varying(20) NOT NULL,
    "position" integer NOT NULL,
    revision_number integer NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL
);
COMMENT ON TABLE rival_line IS 'One thing that is known of a rival, readable for whoever may read the rival''s article.';
COMMENT ON COLUMN rival_line.section IS 'MEET: meet\nSTRENGTH: strength\nWEAKNESS: weakness\nSAY: say\nQUESTION: question\nPROOF: proof\nPRODUCTS: products\nCHANNELS: channels\nBRAND: brand';
COMMENT ON COLUMN rival_line.certainty IS 'CONFIRMED: confirmed\nLIKELY: likely\nHEARSAY: hearsay';
COMMENT ON COLUMN rival_line.state IS 'PROPOSED: proposed\nSTANDING: standing\nDECLINED: declined\nWITHDRAWN: withdrawn';
CREATE SEQUENCE rival_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE rival_line_id_seq OWNED BY rival_line.id;
CREATE TABLE rival_line_step (
    id bigint NOT NULL,
    number bigint NOT NULL,
    revision integer NOT NULL,
    act character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    words text NOT NULL,
    content jsonb NOT NULL,
    actor_id bigint NOT NULL,
    dispute_id bigint,
    line_id bigint NOT NULL
);
COMMENT ON TABLE rival_line_step IS 'One step in a line''s history: who did what, and how the line read after it. `number` is the line''s version.';
COMMENT ON COLUMN rival_line_step.act IS 'PROPOSED: proposed\nADDED: added\nAPPROVED: approved\nDECLINED: declined\nEDITED: edited\nDISPUTED: disputed\nCORRECTED: corrected\nKEPT: kept\nWITHDRAWN: withdrawn';
CREATE SEQUENCE rival_line_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE rival_line_step_id_seq OWNED BY rival_line_step.id;
CREATE TABLE sealed_part (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    kind character varying(10) NOT NULL,
    content bytea,
    size bigint NOT NULL,
    digest character varying(64) NOT NULL,
    first_digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    defect_id bigint NOT NULL,
    entry_id bigint,
    file_id bigint,
    key_id bigint NOT NULL
);
COMMENT ON TABLE sealed_part IS 'A ciphertext: the words of a report, one of its files, or a note or reply.';
COMMENT ON COLUMN sealed_part.kind IS 'REPORT: report\nFILE: file\nENTRY: entry';
CREATE SEQUENCE sealed_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE sealed_part_id_seq OWNED BY sealed_part.id;
CREATE TABLE sealing_identity (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    recipient character varying(100) NOT NULL,
    passphrase_wrapped text NOT NULL,
    passkey_wrapped text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    user_id bigint NOT NULL
);
COMMENT ON TABLE sealing_identity IS 'A person''s own key pair. `passphrase_wrapped` and `passkey_wrapped` are its private half, locked by either.';
CREATE SEQUENCE sealing_identity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE sealing_identity_id_seq OWNED BY sealing_identity.id;
CREATE TABLE session (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    token_digest character varying(64) NOT NULL,
    user_agent character varying(300) NOT NULL,
    address character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE session IS 'A signed-in browser. Only the digest of its cookie is stored.';
CREATE SEQUENCE session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE session_id_seq OWNED BY session.id;
CREATE TABLE space (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(60) NOT NULL,
    description character varying(300) NOT NULL,
    "position" integer NOT NULL,
    archived_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    audience_id bigint NOT NULL
);
COMMENT ON TABLE space IS 'A place for threads. Its audience is the one a new thread gets unless its author chooses readers.';
CREATE SEQUENCE space_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE space_id_seq OWNED BY space.id;
CREATE TABLE space_watch (
    id bigint NOT NULL,
    level character varying(10) NOT NULL,
    space_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE space_watch IS 'What somebody chose to hear of the cases of a space. `normal` is never stored: it is no choice at all.';
COMMENT ON COLUMN space_watch.level IS 'MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching';
CREATE SEQUENCE space_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE space_watch_id_seq OWNED BY space_watch.id;
CREATE TABLE strategy (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    title character varying(120) NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    marked_by_id bigint NOT NULL,
    thread_id bigint NOT NULL,
    post_id bigint NOT NULL
);
COMMENT ON TABLE strategy IS 'A reply is a strategy while it has this row. Votes and comments belong to the reply, so that they outlive it.';
CREATE TABLE strategy_comment (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    author_id bigint NOT NULL,
    deleted_by_id bigint,
    post_id bigint NOT NULL
);
COMMENT ON TABLE strategy_comment IS 'A short remark about a strategy, as it was typed. A deleted one stays as a stub without its text.';
CREATE SEQUENCE strategy_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE strategy_comment_id_seq OWNED BY strategy_comment.id;
CREATE SEQUENCE strategy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE strategy_id_seq OWNED BY strategy.id;
CREATE TABLE strategy_vote (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    post_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE strategy_vote IS 'Somebody would go this way, too.';
CREATE SEQUENCE strategy_vote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE strategy_vote_id_seq OWNED BY strategy_vote.id;
CREATE TABLE suggestion (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    base_revision integer NOT NULL,
    title character varying(200) NOT NULL,
    content jsonb NOT NULL,
    terms jsonb NOT NULL,
    note character varying(200) NOT NULL,
    state character varying(20) NOT NULL,
    reason character varying(1000) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL,
    decided_by_id bigint,
    revision_id bigint,
    flag_id bigint
);
COMMENT ON TABLE suggestion IS 'What `author` would have an article say, written over its revision `base_revision`.';
COMMENT ON COLUMN suggestion.state IS 'OPEN: open\nAPPROVED: approved\nDECLINED: declined\nWITHDRAWN: withdrawn';
CREATE SEQUENCE suggestion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE suggestion_id_seq OWNED BY suggestion.id;
CREATE TABLE suggestion_thread (
    suggestion_id bigint NOT NULL,
    thread_id bigint NOT NULL
);
CREATE TABLE team_key (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    generation integer NOT NULL,
    recipient character varying(100) NOT NULL,
    recovery_recipient character varying(100) NOT NULL,
    recovery_wrapped text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    author_id bigint NOT NULL,
    team_id bigint NOT NULL
);
COMMENT ON TABLE team_key IS 'A key pair of a team; what is sealed for the team is sealed to the newest.';
CREATE SEQUENCE team_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE team_key_id_seq OWNED BY team_key.id;
CREATE TABLE term (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    facet character varying(20) NOT NULL,
    key character varying(60) NOT NULL,
    name_en character varying(100) NOT NULL,
    name_zh character varying(100) NOT NULL,
    nicknames jsonb NOT NULL,
    "position" integer NOT NULL,
    archived_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE term IS 'One word of one facet, in both languages. `nicknames` are other words people use for it.';
COMMENT ON COLUMN term.facet IS 'PERSONALITY: personality\nSIZE: size\nINDUSTRY: industry\nPURCHASING_POWER: purchasing_power\nSTAGE: stage\nPRODUCT: product\nCOMPETITOR: competitor\nTAG: tag';
CREATE SEQUENCE term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE term_id_seq OWNED BY term.id;
CREATE TABLE term_watch (
    id bigint NOT NULL,
    level character varying(10) NOT NULL,
    term_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE term_watch IS 'What somebody chose to hear of the cases and articles filed under a term; never `normal`, as for spaces.';
COMMENT ON COLUMN term_watch.level IS 'MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching';
CREATE SEQUENCE term_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE term_watch_id_seq OWNED BY term_watch.id;
CREATE TABLE thread (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    title character varying(200) NOT NULL,
    tried text NOT NULL,
    tried_html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    active_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    last_number integer NOT NULL,
    reply_count integer NOT NULL,
    answer_count integer NOT NULL,
    assigned_at timestamp with time zone,
    locked_at timestamp with time zone,
    hidden_at timestamp with time zone,
    assignee_id bigint,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL,
    hidden_by_id bigint,
    locked_by_id bigint,
    space_id bigint NOT NULL,
    strategy_count integer DEFAULT 0 NOT NULL,
    escalate_at timestamp with time zone,
    escalated_at timestamp with time zone,
    kind character varying(10) DEFAULT 'question'::character varying NOT NULL,
    own_count integer DEFAULT 0 NOT NULL
);
COMMENT ON TABLE thread IS 'A hard case. Its text is its first post; `version` grows with every change that a reader can see.';
COMMENT ON COLUMN thread.kind IS 'QUESTION: question\nCOMPLAINT: complaint';
CREATE SEQUENCE thread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE thread_id_seq OWNED BY thread.id;
CREATE TABLE thread_term (
    thread_id bigint NOT NULL,
    term_id bigint NOT NULL
);
CREATE TABLE topic (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    digest character varying(64) NOT NULL,
    title character varying(200) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    closed_at timestamp with time zone,
    audience_id bigint NOT NULL,
    author_id bigint NOT NULL,
    product_id bigint,
    team_id bigint NOT NULL
);
COMMENT ON TABLE topic IS 'Something a `team` asks opinions about. `audience` reads its title and text.';
CREATE SEQUENCE topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE topic_id_seq OWNED BY topic.id;
CREATE TABLE tortoise_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE tortoise_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE tortoise_migrations_id_seq OWNED BY tortoise_migrations.id;
CREATE TABLE watch (
    id bigint NOT NULL,
    level character varying(10) NOT NULL,
    thread_id bigint NOT NULL,
    user_id bigint NOT NULL
);
COMMENT ON TABLE watch IS 'Whether somebody wants to hear of every reply to a thread, or of none.';
COMMENT ON COLUMN watch.level IS 'MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching';
CREATE SEQUENCE watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE watch_id_seq OWNED BY watch.id;
ALTER TABLE ONLY accepted_answer ALTER COLUMN id SET DEFAULT nextval('accepted_answer_id_seq'::regclass);
ALTER TABLE ONLY account ALTER COLUMN id SET DEFAULT nextval('account_id_seq'::regclass);
ALTER TABLE ONLY address_trouble ALTER COLUMN id SET DEFAULT nextval('address_trouble_id_seq'::regclass);
ALTER TABLE ONLY annotation ALTER COLUMN id SET DEFAULT nextval('annotation_id_seq'::regclass);
ALTER TABLE ONLY annotation_comment ALTER COLUMN id SET DEFAULT nextval('annotation_comment_id_seq'::regclass);
ALTER TABLE ONLY api_token ALTER COLUMN id SET DEFAULT nextval('api_token_id_seq'::regclass);
ALTER TABLE ONLY article ALTER COLUMN id SET DEFAULT nextval('article_id_seq'::regclass);
ALTER TABLE ONLY article_flag ALTER COLUMN id SET DEFAULT nextval('article_flag_id_seq'::regclass);
ALTER TABLE ONLY article_revision ALTER COLUMN id SET DEFAULT nextval('article_revision_id_seq'::regclass);
ALTER TABLE ONLY article_source ALTER COLUMN id SET DEFAULT nextval('article_source_id_seq'::regclass);
ALTER TABLE ONLY article_use ALTER COLUMN id SET DEFAULT nextval('article_use_id_seq'::regclass);
ALTER TABLE ONLY attachment ALTER COLUMN id SET DEFAULT nextval('attachment_id_seq'::regclass);
ALTER TABLE ONLY attempt ALTER COLUMN id SET DEFAULT nextval('attempt_id_seq'::regclass);
ALTER TABLE ONLY audience ALTER COLUMN id SET DEFAULT nextval('audience_id_seq'::regclass);
ALTER TABLE ONLY audience_group ALTER COLUMN id SET DEFAULT nextval('audience_group_id_seq'::regclass);
ALTER TABLE ONLY audience_person ALTER COLUMN id SET DEFAULT nextval('audience_person_id_seq'::regclass);
ALTER TABLE ONLY audit_entry ALTER COLUMN id SET DEFAULT nextval('audit_entry_id_seq'::regclass);
ALTER TABLE ONLY complaint ALTER COLUMN id SET DEFAULT nextval('complaint_id_seq'::regclass);
ALTER TABLE ONLY complaint_entry ALTER COLUMN id SET DEFAULT nextval('complaint_entry_id_seq'::regclass);
ALTER TABLE ONLY deal_review ALTER COLUMN id SET DEFAULT nextval('deal_review_id_seq'::regclass);
ALTER TABLE ONLY deal_review_revision ALTER COLUMN id SET DEFAULT nextval('deal_review_revision_id_seq'::regclass);
ALTER TABLE ONLY defect ALTER COLUMN id SET DEFAULT nextval('defect_id_seq'::regclass);
ALTER TABLE ONLY defect_demand ALTER COLUMN id SET DEFAULT nextval('defect_demand_id_seq'::regclass);
ALTER TABLE ONLY defect_entry ALTER COLUMN id SET DEFAULT nextval('defect_entry_id_seq'::regclass);
ALTER TABLE ONLY defect_look ALTER COLUMN id SET DEFAULT nextval('defect_look_id_seq'::regclass);
ALTER TABLE ONLY defect_step ALTER COLUMN id SET DEFAULT nextval('defect_step_id_seq'::regclass);
ALTER TABLE ONLY delivery ALTER COLUMN id SET DEFAULT nextval('delivery_id_seq'::regclass);
ALTER TABLE ONLY draft ALTER COLUMN id SET DEFAULT nextval('draft_id_seq'::regclass);
ALTER TABLE ONLY event ALTER COLUMN id SET DEFAULT nextval('event_id_seq'::regclass);
ALTER TABLE ONLY expert_group ALTER COLUMN id SET DEFAULT nextval('expert_group_id_seq'::regclass);
ALTER TABLE ONLY expert_person ALTER COLUMN id SET DEFAULT nextval('expert_person_id_seq'::regclass);
ALTER TABLE ONLY file ALTER COLUMN id SET DEFAULT nextval('file_id_seq'::regclass);
ALTER TABLE ONLY gap ALTER COLUMN id SET DEFAULT nextval('gap_id_seq'::regclass);
ALTER TABLE ONLY invitation ALTER COLUMN id SET DEFAULT nextval('invitation_id_seq'::regclass);
ALTER TABLE ONLY key_grant ALTER COLUMN id SET DEFAULT nextval('key_grant_id_seq'::regclass);
ALTER TABLE ONLY mail ALTER COLUMN id SET DEFAULT nextval('mail_id_seq'::regclass);
ALTER TABLE ONLY mail_choice ALTER COLUMN id SET DEFAULT nextval('mail_choice_id_seq'::regclass);
ALTER TABLE ONLY mail_fault ALTER COLUMN id SET DEFAULT nextval('mail_fault_id_seq'::regclass);
ALTER TABLE ONLY mail_hours ALTER COLUMN id SET DEFAULT nextval('mail_hours_id_seq'::regclass);
ALTER TABLE ONLY market_share ALTER COLUMN id SET DEFAULT nextval('market_share_id_seq'::regclass);
ALTER TABLE ONLY matrix_cell ALTER COLUMN id SET DEFAULT nextval('matrix_cell_id_seq'::regclass);
ALTER TABLE ONLY matrix_feature ALTER COLUMN id SET DEFAULT nextval('matrix_feature_id_seq'::regclass);
ALTER TABLE ONLY membership ALTER COLUMN id SET DEFAULT nextval('membership_id_seq'::regclass);
ALTER TABLE ONLY mention ALTER COLUMN id SET DEFAULT nextval('mention_id_seq'::regclass);
ALTER TABLE ONLY missed_search ALTER COLUMN id SET DEFAULT nextval('missed_search_id_seq'::regclass);
ALTER TABLE ONLY notification ALTER COLUMN id SET DEFAULT nextval('notification_id_seq'::regclass);
ALTER TABLE ONLY opinion ALTER COLUMN id SET DEFAULT nextval('opinion_id_seq'::regclass);
ALTER TABLE ONLY outcome ALTER COLUMN id SET DEFAULT nextval('outcome_id_seq'::regclass);
ALTER TABLE ONLY outcome_request ALTER COLUMN id SET DEFAULT nextval('outcome_request_id_seq'::regclass);
ALTER TABLE ONLY password_reset ALTER COLUMN id SET DEFAULT nextval('password_reset_id_seq'::regclass);
ALTER TABLE ONLY people_group ALTER COLUMN id SET DEFAULT nextval('people_group_id_seq'::regclass);
ALTER TABLE ONLY post ALTER COLUMN id SET DEFAULT nextval('post_id_seq'::regclass);
ALTER TABLE ONLY post_revision ALTER COLUMN id SET DEFAULT nextval('post_revision_id_seq'::regclass);
ALTER TABLE ONLY promotion_task ALTER COLUMN id SET DEFAULT nextval('promotion_task_id_seq'::regclass);
ALTER TABLE ONLY push ALTER COLUMN id SET DEFAULT nextval('push_id_seq'::regclass);
ALTER TABLE ONLY push_subscription ALTER COLUMN id SET DEFAULT nextval('push_subscription_id_seq'::regclass);
ALTER TABLE ONLY quotation_amount ALTER COLUMN id SET DEFAULT nextval('quotation_amount_id_seq'::regclass);
ALTER TABLE ONLY reaction ALTER COLUMN id SET DEFAULT nextval('reaction_id_seq'::regclass);
ALTER TABLE ONLY read_mark ALTER COLUMN id SET DEFAULT nextval('read_mark_id_seq'::regclass);
ALTER TABLE ONLY recovery ALTER COLUMN id SET DEFAULT nextval('recovery_id_seq'::regclass);
ALTER TABLE ONLY recovery_grant ALTER COLUMN id SET DEFAULT nextval('recovery_grant_id_seq'::regclass);
ALTER TABLE ONLY recovery_share ALTER COLUMN id SET DEFAULT nextval('recovery_share_id_seq'::regclass);
ALTER TABLE ONLY result_request ALTER COLUMN id SET DEFAULT nextval('result_request_id_seq'::regclass);
ALTER TABLE ONLY rival_dispute ALTER COLUMN id SET DEFAULT nextval('rival_dispute_id_seq'::regclass);
ALTER TABLE ONLY rival_line ALTER COLUMN id SET DEFAULT nextval('rival_line_id_seq'::regclass);
ALTER TABLE ONLY rival_line_step ALTER COLUMN id SET DEFAULT nextval('rival_line_step_id_seq'::regclass);
ALTER TABLE ONLY sealed_part ALTER COLUMN id SET DEFAULT nextval('sealed_part_id_seq'::regclass);
ALTER TABLE ONLY sealing_identity ALTER COLUMN id SET DEFAULT nextval('sealing_identity_id_seq'::regclass);
ALTER TABLE ONLY session ALTER COLUMN id SET DEFAULT nextval('session_id_seq'::regclass);
ALTER TABLE ONLY space ALTER COLUMN id SET DEFAULT nextval('space_id_seq'::regclass);
ALTER TABLE ONLY space_watch ALTER COLUMN id SET DEFAULT nextval('space_watch_id_seq'::regclass);
ALTER TABLE ONLY strategy ALTER COLUMN id SET DEFAULT nextval('strategy_id_seq'::regclass);
ALTER TABLE ONLY strategy_comment ALTER COLUMN id SET DEFAULT nextval('strategy_comment_id_seq'::regclass);
ALTER TABLE ONLY strategy_vote ALTER COLUMN id SET DEFAULT nextval('strategy_vote_id_seq'::regclass);
ALTER TABLE ONLY suggestion ALTER COLUMN id SET DEFAULT nextval('suggestion_id_seq'::regclass);
ALTER TABLE ONLY team_key ALTER COLUMN id SET DEFAULT nextval('team_key_id_seq'::regclass);
ALTER TABLE ONLY term ALTER COLUMN id SET DEFAULT nextval('term_id_seq'::regclass);
ALTER TABLE ONLY term_watch ALTER COLUMN id SET DEFAULT nextval('term_watch_id_seq'::regclass);
ALTER TABLE ONLY thread ALTER COLUMN id SET DEFAULT nextval('thread_id_seq'::regclass);
ALTER TABLE ONLY topic ALTER COLUMN id SET DEFAULT nextval('topic_id_seq'::regclass);
ALTER TABLE ONLY tortoise_migrations ALTER COLUMN id SET DEFAULT nextval('tortoise_migrations_id_seq'::regclass);
ALTER TABLE ONLY watch ALTER COLUMN id SET DEFAULT nextval('watch_id_seq'::regclass);
ALTER TABLE ONLY accepted_answer
    ADD CONSTRAINT accepted_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY accepted_answer
    ADD CONSTRAINT accepted_answer_post_id_key UNIQUE (post_id);
ALTER TABLE ONLY account
    ADD CONSTRAINT account_email_key UNIQUE (email);
ALTER TABLE ONLY account
    ADD CONSTRAINT account_handle_key UNIQUE (handle);
ALTER TABLE ONLY account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY account
    ADD CONSTRAINT account_uid_key UNIQUE (uid);
ALTER TABLE ONLY address_trouble
    ADD CONSTRAINT address_trouble_address_key UNIQUE (address);
ALTER TABLE ONLY address_trouble
    ADD CONSTRAINT address_trouble_pkey PRIMARY KEY (id);
ALTER TABLE ONLY annotation_comment
    ADD CONSTRAINT annotation_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY annotation_comment
    ADD CONSTRAINT annotation_comment_uid_key UNIQUE (uid);
ALTER TABLE ONLY annotation
    ADD CONSTRAINT annotation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY annotation
    ADD CONSTRAINT annotation_uid_key UNIQUE (uid);
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_uid_key UNIQUE (uid);
ALTER TABLE ONLY article_flag
    ADD CONSTRAINT article_flag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article_flag
    ADD CONSTRAINT article_flag_uid_key UNIQUE (uid);
ALTER TABLE ONLY article
    ADD CONSTRAINT article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT article_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT article_revision_uid_key UNIQUE (uid);
ALTER TABLE ONLY article_source
    ADD CONSTRAINT article_source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article
    ADD CONSTRAINT article_uid_key UNIQUE (uid);
ALTER TABLE ONLY article_use
    ADD CONSTRAINT article_use_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article_use
    ADD CONSTRAINT article_use_uid_key UNIQUE (uid);
ALTER TABLE ONLY attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audience_group
    ADD CONSTRAINT audience_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audience
    ADD CONSTRAINT audience_name_key UNIQUE (name);
ALTER TABLE ONLY audience_person
    ADD CONSTRAINT audience_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audience
    ADD CONSTRAINT audience_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audience
    ADD CONSTRAINT audience_signature_key UNIQUE (signature);
ALTER TABLE ONLY audience
    ADD CONSTRAINT audience_uid_key UNIQUE (uid);
ALTER TABLE ONLY audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY complaint_entry
    ADD CONSTRAINT complaint_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY complaint_entry
    ADD CONSTRAINT complaint_entry_uid_key UNIQUE (uid);
ALTER TABLE ONLY complaint
    ADD CONSTRAINT complaint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY complaint
    ADD CONSTRAINT complaint_thread_id_key UNIQUE (thread_id);
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY deal_review_revision
    ADD CONSTRAINT deal_review_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_uid_key UNIQUE (uid);
ALTER TABLE ONLY defect_demand
    ADD CONSTRAINT defect_demand_pkey PRIMARY KEY (id);
ALTER TABLE ONLY defect_demand
    ADD CONSTRAINT defect_demand_uid_key UNIQUE (uid);
ALTER TABLE ONLY defect_entry
    ADD CONSTRAINT defect_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY defect_entry
    ADD CONSTRAINT defect_entry_uid_key UNIQUE (uid);
ALTER TABLE ONLY defect_look
    ADD CONSTRAINT defect_look_pkey PRIMARY KEY (id);
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_reference_key UNIQUE (reference);
ALTER TABLE ONLY defect_step
    ADD CONSTRAINT defect_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_uid_key UNIQUE (uid);
ALTER TABLE ONLY delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY expert_group
    ADD CONSTRAINT expert_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY expert_person
    ADD CONSTRAINT expert_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);
ALTER TABLE ONLY file
    ADD CONSTRAINT file_uid_key UNIQUE (uid);
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_pkey PRIMARY KEY (id);
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_uid_key UNIQUE (uid);
ALTER TABLE ONLY installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY invitation
    ADD CONSTRAINT invitation_uid_key UNIQUE (uid);
ALTER TABLE ONLY key_grant
    ADD CONSTRAINT key_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mail_choice
    ADD CONSTRAINT mail_choice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mail_fault
    ADD CONSTRAINT mail_fault_fault_key UNIQUE (fault);
ALTER TABLE ONLY mail_fault
    ADD CONSTRAINT mail_fault_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mail_hours
    ADD CONSTRAINT mail_hours_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mail_hours
    ADD CONSTRAINT mail_hours_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY mail
    ADD CONSTRAINT mail_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY market_share
    ADD CONSTRAINT market_share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY market_share
    ADD CONSTRAINT market_share_uid_key UNIQUE (uid);
ALTER TABLE ONLY matrix_cell
    ADD CONSTRAINT matrix_cell_pkey PRIMARY KEY (id);
ALTER TABLE ONLY matrix_cell
    ADD CONSTRAINT matrix_cell_uid_key UNIQUE (uid);
ALTER TABLE ONLY matrix_feature
    ADD CONSTRAINT matrix_feature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY matrix_feature
    ADD CONSTRAINT matrix_feature_uid_key UNIQUE (uid);
ALTER TABLE ONLY membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mention
    ADD CONSTRAINT mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY missed_search
    ADD CONSTRAINT missed_search_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notification
    ADD CONSTRAINT notification_uid_key UNIQUE (uid);
ALTER TABLE ONLY opinion
    ADD CONSTRAINT opinion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY opinion
    ADD CONSTRAINT opinion_uid_key UNIQUE (uid);
ALTER TABLE ONLY outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (id);
ALTER TABLE ONLY outcome_request
    ADD CONSTRAINT outcome_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY outcome_request
    ADD CONSTRAINT outcome_request_thread_id_key UNIQUE (thread_id);
ALTER TABLE ONLY outcome
    ADD CONSTRAINT outcome_thread_id_key UNIQUE (thread_id);
ALTER TABLE ONLY outcome
    ADD CONSTRAINT outcome_uid_key UNIQUE (uid);
ALTER TABLE ONLY password_reset
    ADD CONSTRAINT password_reset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY password_reset
    ADD CONSTRAINT password_reset_uid_key UNIQUE (uid);
ALTER TABLE ONLY people_group
    ADD CONSTRAINT people_group_handle_key UNIQUE (handle);
ALTER TABLE ONLY people_group
    ADD CONSTRAINT people_group_name_key UNIQUE (name);
ALTER TABLE ONLY people_group
    ADD CONSTRAINT people_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_group
    ADD CONSTRAINT people_group_uid_key UNIQUE (uid);
ALTER TABLE ONLY post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT post_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT post_revision_uid_key UNIQUE (uid);
ALTER TABLE ONLY post
    ADD CONSTRAINT post_uid_key UNIQUE (uid);
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_thread_id_key UNIQUE (thread_id);
ALTER TABLE ONLY push
    ADD CONSTRAINT push_pkey PRIMARY KEY (id);
ALTER TABLE ONLY push_subscription
    ADD CONSTRAINT push_subscription_endpoint_key UNIQUE (endpoint);
ALTER TABLE ONLY push_subscription
    ADD CONSTRAINT push_subscription_pkey PRIMARY KEY (id);
ALTER TABLE ONLY push_subscription
    ADD CONSTRAINT push_subscription_uid_key UNIQUE (uid);
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT quotation_amount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT quotation_amount_uid_key UNIQUE (uid);
ALTER TABLE ONLY reaction
    ADD CONSTRAINT reaction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY read_mark
    ADD CONSTRAINT read_mark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY recovery_grant
    ADD CONSTRAINT recovery_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY recovery
    ADD CONSTRAINT recovery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY recovery_share
    ADD CONSTRAINT recovery_share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY recovery
    ADD CONSTRAINT recovery_uid_key UNIQUE (uid);
ALTER TABLE ONLY result_request
    ADD CONSTRAINT result_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY rival_dispute
    ADD CONSTRAINT rival_dispute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY rival_dispute
    ADD CONSTRAINT rival_dispute_uid_key UNIQUE (uid);
ALTER TABLE ONLY rival_line
    ADD CONSTRAINT rival_line_pkey PRIMARY KEY (id);
ALTER TABLE ONLY rival_line_step
    ADD CONSTRAINT rival_line_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY rival_line
    ADD CONSTRAINT rival_line_uid_key UNIQUE (uid);
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_pkey PRIMARY KEY (id);
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_uid_key UNIQUE (uid);
ALTER TABLE ONLY sealing_identity
    ADD CONSTRAINT sealing_identity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY sealing_identity
    ADD CONSTRAINT sealing_identity_recipient_key UNIQUE (recipient);
ALTER TABLE ONLY sealing_identity
    ADD CONSTRAINT sealing_identity_uid_key UNIQUE (uid);
ALTER TABLE ONLY session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY session
    ADD CONSTRAINT session_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY session
    ADD CONSTRAINT session_uid_key UNIQUE (uid);
ALTER TABLE ONLY space
    ADD CONSTRAINT space_name_key UNIQUE (name);
ALTER TABLE ONLY space
    ADD CONSTRAINT space_pkey PRIMARY KEY (id);
ALTER TABLE ONLY space
    ADD CONSTRAINT space_slug_key UNIQUE (slug);
ALTER TABLE ONLY space
    ADD CONSTRAINT space_uid_key UNIQUE (uid);
ALTER TABLE ONLY space_watch
    ADD CONSTRAINT space_watch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY strategy_comment
    ADD CONSTRAINT strategy_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY strategy_comment
    ADD CONSTRAINT strategy_comment_uid_key UNIQUE (uid);
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_post_id_key UNIQUE (post_id);
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_uid_key UNIQUE (uid);
ALTER TABLE ONLY strategy_vote
    ADD CONSTRAINT strategy_vote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_revision_id_key UNIQUE (revision_id);
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_uid_key UNIQUE (uid);
ALTER TABLE ONLY team_key
    ADD CONSTRAINT team_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY team_key
    ADD CONSTRAINT team_key_recipient_key UNIQUE (recipient);
ALTER TABLE ONLY team_key
    ADD CONSTRAINT team_key_uid_key UNIQUE (uid);
ALTER TABLE ONLY term
    ADD CONSTRAINT term_pkey PRIMARY KEY (id);
ALTER TABLE ONLY term
    ADD CONSTRAINT term_uid_key UNIQUE (uid);
ALTER TABLE ONLY term_watch
    ADD CONSTRAINT term_watch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_pkey PRIMARY KEY (id);
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_uid_key UNIQUE (uid);
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_uid_key UNIQUE (uid);
ALTER TABLE ONLY tortoise_migrations
    ADD CONSTRAINT tortoise_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT uid_article_rev_article_c5b89b UNIQUE (article_id, number);
ALTER TABLE ONLY article_source
    ADD CONSTRAINT uid_article_sou_article_05655e UNIQUE (article_id, thread_id);
ALTER TABLE ONLY article_use
    ADD CONSTRAINT uid_article_use_article_040a40 UNIQUE (article_id, thread_id);
ALTER TABLE ONLY attachment
    ADD CONSTRAINT uid_attachment_file_id_38e36b UNIQUE (file_id, parent_kind, parent_id);
ALTER TABLE ONLY audience_group
    ADD CONSTRAINT uid_audience_gr_audienc_a529cf UNIQUE (audience_id, group_id);
ALTER TABLE ONLY audience_person
    ADD CONSTRAINT uid_audience_pe_audienc_4ea741 UNIQUE (audience_id, user_id);
ALTER TABLE ONLY complaint_entry
    ADD CONSTRAINT uid_complaint_e_complai_735b72 UNIQUE (complaint_id, number);
ALTER TABLE ONLY deal_review_revision
    ADD CONSTRAINT uid_deal_review_review__f89d4c UNIQUE (review_id, number);
ALTER TABLE ONLY defect_look
    ADD CONSTRAINT uid_defect_look_defect__6f3bf1 UNIQUE (defect_id, user_id, act, day);
ALTER TABLE ONLY draft
    ADD CONSTRAINT uid_draft_user_id_9acbe8 UNIQUE (user_id, key);
ALTER TABLE ONLY expert_group
    ADD CONSTRAINT uid_expert_grou_term_id_c800bf UNIQUE (term_id, group_id);
ALTER TABLE ONLY expert_person
    ADD CONSTRAINT uid_expert_pers_term_id_2c4bbf UNIQUE (term_id, user_id);
ALTER TABLE ONLY key_grant
    ADD CONSTRAINT uid_key_grant_key_id_35c0bc UNIQUE (key_id, identity_id);
ALTER TABLE ONLY mail_choice
    ADD CONSTRAINT uid_mail_choice_user_id_974eb1 UNIQUE (user_id, kind);
ALTER TABLE ONLY membership
    ADD CONSTRAINT uid_membership_group_i_d220a4 UNIQUE (group_id, user_id);
ALTER TABLE ONLY mention
    ADD CONSTRAINT uid_mention_post_id_8fc545 UNIQUE (post_id, user_id);
ALTER TABLE ONLY mention
    ADD CONSTRAINT uid_mention_post_id_da24af UNIQUE (post_id, group_id);
ALTER TABLE ONLY missed_search
    ADD CONSTRAINT uid_missed_sear_query_2458fd UNIQUE (query, locale);
ALTER TABLE ONLY notification
    ADD CONSTRAINT uid_notificatio_event_i_59e83b UNIQUE (event_id, user_id);
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT uid_post_revisi_post_id_b3ea55 UNIQUE (post_id, number);
ALTER TABLE ONLY post
    ADD CONSTRAINT uid_post_thread__2169da UNIQUE (thread_id, number);
ALTER TABLE ONLY push
    ADD CONSTRAINT uid_push_subscri_2e9741 UNIQUE (subscription_id, notification_id);
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT uid_quotation_a_article_4a91e6 UNIQUE (article_id, number);
ALTER TABLE ONLY reaction
    ADD CONSTRAINT uid_reaction_post_id_bc0c5b UNIQUE (post_id, user_id, kind);
ALTER TABLE ONLY read_mark
    ADD CONSTRAINT uid_read_mark_thread__fa5d38 UNIQUE (thread_id, user_id);
ALTER TABLE ONLY recovery_grant
    ADD CONSTRAINT uid_recovery_gr_recover_31ec5a UNIQUE (recovery_id, share_id);
ALTER TABLE ONLY recovery_share
    ADD CONSTRAINT uid_recovery_sh_key_id_2e4a4e UNIQUE (key_id, identity_id);
ALTER TABLE ONLY result_request
    ADD CONSTRAINT uid_result_requ_article_cf0254 UNIQUE (article_id, ends_on);
ALTER TABLE ONLY rival_line_step
    ADD CONSTRAINT uid_rival_line__line_id_a3c2fa UNIQUE (line_id, number);
ALTER TABLE ONLY space_watch
    ADD CONSTRAINT uid_space_watch_space_i_038640 UNIQUE (space_id, user_id);
ALTER TABLE ONLY strategy_vote
    ADD CONSTRAINT uid_strategy_vo_post_id_dec438 UNIQUE (post_id, user_id);
ALTER TABLE ONLY team_key
    ADD CONSTRAINT uid_team_key_team_id_f63ee8 UNIQUE (team_id, generation);
ALTER TABLE ONLY term
    ADD CONSTRAINT uid_term_facet_a67b22 UNIQUE (facet, key);
ALTER TABLE ONLY term_watch
    ADD CONSTRAINT uid_term_watch_term_id_9dc821 UNIQUE (term_id, user_id);
ALTER TABLE ONLY tortoise_migrations
    ADD CONSTRAINT uid_tortoise_mi_app_3803a5 UNIQUE (app, name);
ALTER TABLE ONLY watch
    ADD CONSTRAINT uid_watch_thread__e91f06 UNIQUE (thread_id, user_id);
ALTER TABLE ONLY watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (id);
CREATE INDEX article_term_by_term ON article_term USING btree (term_id, article_id);
CREATE INDEX idx_accepted_an_accepte_f7b214 ON accepted_answer USING btree (accepted_at);
CREATE INDEX idx_accepted_an_thread__3248d8 ON accepted_answer USING btree (thread_id);
CREATE INDEX idx_annotation__annotat_f207c8 ON annotation_comment USING btree (annotation_id, id);
CREATE INDEX idx_annotation_article_cad8b0 ON annotation USING btree (article_id, resolved_at);
CREATE INDEX idx_article_audienc_a99616 ON article USING btree (audience_id, edited_at);
CREATE INDEX idx_article_fla_article_81a84f ON article_flag USING btree (article_id, resolved_at);
CREATE INDEX idx_article_kind_e883da ON article USING btree (kind, edited_at);
CREATE INDEX idx_article_parent__faa3ae ON article USING btree (parent_id);
CREATE INDEX idx_article_starts__820b54 ON article USING btree (starts_on);
CREATE INDEX idx_article_superse_c26d30 ON article USING btree (supersedes_id);
CREATE INDEX idx_article_use_thread__f2adbd ON article_use USING btree (thread_id);
CREATE INDEX idx_article_verifie_aafc7f ON article USING btree (verified_until);
CREATE INDEX idx_attachment_parent__3cb5bb ON attachment USING btree (parent_kind, parent_id);
CREATE INDEX idx_attempt_key_983d66 ON attempt USING btree (key, at);
CREATE INDEX idx_audit_entry_at_c3f19e ON audit_entry USING btree (at);
CREATE INDEX idx_audit_entry_object__7b3c00 ON audit_entry USING btree (object_kind, object_id);
CREATE INDEX idx_complaint_done_at_f45c5e ON complaint USING btree (done_at);
CREATE INDEX idx_complaint_due_at_f1d39e ON complaint USING btree (due_at);
CREATE INDEX idx_deal_review_audienc_fe8bf7 ON deal_review USING btree (audience_id, decided_on);
CREATE INDEX idx_deal_review_competi_545f03 ON deal_review USING btree (competitor_id);
CREATE INDEX idx_deal_review_thread__698278 ON deal_review USING btree (thread_id);
CREATE INDEX idx_defect_article_57b95c ON defect USING btree (article_id);
CREATE INDEX idx_defect_assigne_c61675 ON defect USING btree (assignee_id);
CREATE INDEX idx_defect_audienc_bfe9e9 ON defect USING btree (audience_id, state, active_at);
CREATE INDEX idx_defect_author__225d4d ON defect USING btree (author_id, created_at);
CREATE INDEX idx_defect_dema_defect__dcea36 ON defect_demand USING btree (defect_id, id);
CREATE INDEX idx_defect_duplica_203ee7 ON defect USING btree (duplicate_of_id);
CREATE INDEX idx_defect_entr_defect__d4ffbd ON defect_entry USING btree (defect_id, id);
CREATE INDEX idx_defect_look_last_at_bfc88a ON defect_look USING btree (last_at, id);
CREATE INDEX idx_defect_look_user_id_9df84b ON defect_look USING btree (user_id, last_at);
CREATE INDEX idx_defect_step_defect__1cb222 ON defect_step USING btree (defect_id, id);
CREATE INDEX idx_defect_team_id_64e77a ON defect USING btree (team_id, state, snoozed_until);
CREATE INDEX idx_defect_team_id_dd4fb8 ON defect USING btree (team_id, created_at);
CREATE INDEX idx_defect_thread__b626fd ON defect USING btree (thread_id);
CREATE INDEX idx_delivery_consume_53625c ON delivery USING btree (consumer, run_at);
CREATE INDEX idx_event_at_626eca ON event USING btree (at);
CREATE INDEX idx_mail_state_e944de ON mail USING btree (state, run_at);
CREATE INDEX idx_market_shar_rival_i_68f5aa ON market_share USING btree (rival_id, replaced_at);
CREATE INDEX idx_matrix_cell_feature_3447e6 ON matrix_cell USING btree (feature_id, replaced_at);
CREATE INDEX idx_matrix_cell_rival_i_aeba7f ON matrix_cell USING btree (rival_id, replaced_at);
CREATE INDEX idx_matrix_feat_product_95589f ON matrix_feature USING btree (product_id, removed_at);
CREATE INDEX idx_missed_sear_last_at_7497c2 ON missed_search USING btree (last_at);
CREATE INDEX idx_notificatio_user_id_8532f5 ON notification USING btree (user_id, topic);
CREATE INDEX idx_notificatio_user_id_f2b653 ON notification USING btree (user_id, created_at);
CREATE INDEX idx_opinion_author__d2d067 ON opinion USING btree (author_id, topic_id);
CREATE INDEX idx_opinion_topic_i_3d9e8e ON opinion USING btree (topic_id, created_at);
CREATE INDEX idx_post_thread__fdbdd6 ON post USING btree (thread_id, version);
CREATE INDEX idx_promotion_t_assigne_6f646c ON promotion_task USING btree (assignee_id);
CREATE INDEX idx_promotion_t_dismiss_e581e5 ON promotion_task USING btree (dismissed_at);
CREATE INDEX idx_push_notific_9c9444 ON push USING btree (notification_id);
CREATE INDEX idx_push_run_at_a16f01 ON push USING btree (run_at);
CREATE INDEX idx_push_subscr_session_29b3d5 ON push_subscription USING btree (session_id);
CREATE INDEX idx_push_subscr_user_id_2c640d ON push_subscription USING btree (user_id);
CREATE INDEX idx_read_mark_user_id_ac6ac4 ON read_mark USING btree (user_id);
CREATE INDEX idx_rival_dispu_line_id_97dd28 ON rival_dispute USING btree (line_id, decision);
CREATE INDEX idx_rival_line_article_f1137c ON rival_line USING btree (article_id, state);
CREATE INDEX idx_sealed_part_defect__d96d25 ON sealed_part USING btree (defect_id, id);
CREATE INDEX idx_sealed_part_key_id_c9868d ON sealed_part USING btree (key_id, id);
CREATE INDEX idx_sealing_ide_user_id_9f8a98 ON sealing_identity USING btree (user_id, retired_at);
CREATE INDEX idx_session_expires_823c67 ON session USING btree (expires_at);
CREATE INDEX idx_space_watch_user_id_dd8cef ON space_watch USING btree (user_id);
CREATE INDEX idx_strategy_co_post_id_0b1ffe ON strategy_comment USING btree (post_id);
CREATE INDEX idx_strategy_thread__a45f07 ON strategy USING btree (thread_id);
CREATE INDEX idx_suggestion_article_323ac5 ON suggestion USING btree (article_id, state);
CREATE INDEX idx_suggestion_author__d2a699 ON suggestion USING btree (author_id, created_at);
CREATE INDEX idx_suggestion_state_c50118 ON suggestion USING btree (state, created_at);
CREATE INDEX idx_term_watch_user_id_e4aa22 ON term_watch USING btree (user_id);
CREATE INDEX idx_thread_active__606a09 ON thread USING btree (active_at);
CREATE INDEX idx_thread_audienc_4c213d ON thread USING btree (audience_id, active_at);
CREATE INDEX idx_thread_author__c846b2 ON thread USING btree (author_id, active_at);
CREATE INDEX idx_thread_space_i_4b18f9 ON thread USING btree (space_id, active_at);
CREATE INDEX idx_topic_audienc_7198d1 ON topic USING btree (audience_id, created_at);
CREATE INDEX idx_topic_team_id_5f4a9e ON topic USING btree (team_id, created_at);
CREATE INDEX idx_watch_user_id_ef77ce ON watch USING btree (user_id, level);
CREATE INDEX thread_assigned ON thread USING btree (assignee_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX thread_complaint ON thread USING btree (active_at) WHERE ((kind)::text = 'complaint'::text);
CREATE INDEX thread_escalating ON thread USING btree (escalate_at) WHERE (escalate_at IS NOT NULL);
CREATE INDEX thread_hidden ON thread USING btree (active_at) WHERE (hidden_at IS NOT NULL);
CREATE INDEX thread_locked ON thread USING btree (active_at) WHERE (locked_at IS NOT NULL);
CREATE INDEX thread_solved_age ON thread USING btree (created_at, id) WHERE ((answer_count > 0) AND (hidden_at IS NULL));
CREATE INDEX thread_solved_use ON thread USING btree (reply_count, id) WHERE ((answer_count > 0) AND (hidden_at IS NULL));
CREATE INDEX thread_term_by_term ON thread_term USING btree (term_id, thread_id);
CREATE INDEX thread_unanswered ON thread USING btree (active_at) WHERE (reply_count = own_count);
CREATE INDEX thread_undecided ON thread USING btree (active_at) WHERE ((reply_count > own_count) AND (answer_count = 0) AND (locked_at IS NULL) AND (hidden_at IS NULL) AND ((kind)::text = 'question'::text));
CREATE INDEX thread_waiting ON thread USING btree (active_at) WHERE ((reply_count = own_count) AND (answer_count = 0) AND (locked_at IS NULL) AND (hidden_at IS NULL) AND ((kind)::text = 'question'::text));
CREATE UNIQUE INDEX uidx_article_ter_article_aaaca4 ON article_term USING btree (article_id, term_id);
CREATE UNIQUE INDEX uidx_escalation_thread__f8a7b1 ON escalation USING btree (thread_id, user_id);
CREATE UNIQUE INDEX uidx_suggestion__suggest_c2ba4e ON suggestion_thread USING btree (suggestion_id, thread_id);
CREATE UNIQUE INDEX uidx_thread_term_thread__44d15c ON thread_term USING btree (thread_id, term_id);
ALTER TABLE ONLY accepted_answer
    ADD CONSTRAINT accepted_answer_accepted_by_id_fkey FOREIGN KEY (accepted_by_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY accepted_answer
    ADD CONSTRAINT accepted_answer_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY accepted_answer
    ADD CONSTRAINT accepted_answer_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY annotation
    ADD CONSTRAINT annotation_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY annotation
    ADD CONSTRAINT annotation_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY annotation_comment
    ADD CONSTRAINT annotation_comment_annotation_id_fkey FOREIGN KEY (annotation_id) REFERENCES annotation(id) ON DELETE CASCADE;
ALTER TABLE ONLY annotation_comment
    ADD CONSTRAINT annotation_comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY annotation
    ADD CONSTRAINT annotation_resolved_by_id_fkey FOREIGN KEY (resolved_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article_flag
    ADD CONSTRAINT article_flag_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_flag
    ADD CONSTRAINT article_flag_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article_flag
    ADD CONSTRAINT article_flag_resolved_by_id_fkey FOREIGN KEY (resolved_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES article(id) ON DELETE SET NULL;
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT article_revision_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT article_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article_revision
    ADD CONSTRAINT article_revision_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES article_revision(id) ON DELETE SET NULL;
ALTER TABLE ONLY article_source
    ADD CONSTRAINT article_source_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_source
    ADD CONSTRAINT article_source_promoted_by_id_fkey FOREIGN KEY (promoted_by_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article_source
    ADD CONSTRAINT article_source_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_supersedes_id_fkey FOREIGN KEY (supersedes_id) REFERENCES article(id) ON DELETE SET NULL;
ALTER TABLE ONLY article_term
    ADD CONSTRAINT article_term_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_term
    ADD CONSTRAINT article_term_term_id_fkey FOREIGN KEY (term_id) REFERENCES term(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_use
    ADD CONSTRAINT article_use_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_use
    ADD CONSTRAINT article_use_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY article_use
    ADD CONSTRAINT article_use_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_validated_by_id_fkey FOREIGN KEY (validated_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY article
    ADD CONSTRAINT article_verifier_id_fkey FOREIGN KEY (verifier_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY attachment
    ADD CONSTRAINT attachment_file_id_fkey FOREIGN KEY (file_id) REFERENCES file(id) ON DELETE CASCADE;
ALTER TABLE ONLY audience_group
    ADD CONSTRAINT audience_group_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE CASCADE;
ALTER TABLE ONLY audience_group
    ADD CONSTRAINT audience_group_group_id_fkey FOREIGN KEY (group_id) REFERENCES people_group(id) ON DELETE CASCADE;
ALTER TABLE ONLY audience_person
    ADD CONSTRAINT audience_person_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE CASCADE;
ALTER TABLE ONLY audience_person
    ADD CONSTRAINT audience_person_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY audit_entry
    ADD CONSTRAINT audit_entry_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY complaint_entry
    ADD CONSTRAINT complaint_entry_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY complaint_entry
    ADD CONSTRAINT complaint_entry_complaint_id_fkey FOREIGN KEY (complaint_id) REFERENCES complaint(id) ON DELETE CASCADE;
ALTER TABLE ONLY complaint
    ADD CONSTRAINT complaint_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_competitor_id_fkey FOREIGN KEY (competitor_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_personality_id_fkey FOREIGN KEY (personality_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_product_id_fkey FOREIGN KEY (product_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_purchasing_power_id_fkey FOREIGN KEY (purchasing_power_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review_revision
    ADD CONSTRAINT deal_review_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review_revision
    ADD CONSTRAINT deal_review_revision_review_id_fkey FOREIGN KEY (review_id) REFERENCES deal_review(id) ON DELETE CASCADE;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_size_id_fkey FOREIGN KEY (size_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY deal_review
    ADD CONSTRAINT deal_review_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE SET NULL;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE SET NULL;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_demand
    ADD CONSTRAINT defect_demand_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_demand
    ADD CONSTRAINT defect_demand_defect_id_fkey FOREIGN KEY (defect_id) REFERENCES defect(id) ON DELETE CASCADE;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_duplicate_of_id_fkey FOREIGN KEY (duplicate_of_id) REFERENCES defect(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_entry
    ADD CONSTRAINT defect_entry_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_entry
    ADD CONSTRAINT defect_entry_defect_id_fkey FOREIGN KEY (defect_id) REFERENCES defect(id) ON DELETE CASCADE;
ALTER TABLE ONLY defect_look
    ADD CONSTRAINT defect_look_defect_id_fkey FOREIGN KEY (defect_id) REFERENCES defect(id) ON DELETE CASCADE;
ALTER TABLE ONLY defect_look
    ADD CONSTRAINT defect_look_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_product_id_fkey FOREIGN KEY (product_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_step
    ADD CONSTRAINT defect_step_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect_step
    ADD CONSTRAINT defect_step_defect_id_fkey FOREIGN KEY (defect_id) REFERENCES defect(id) ON DELETE CASCADE;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_team_id_fkey FOREIGN KEY (team_id) REFERENCES people_group(id) ON DELETE RESTRICT;
ALTER TABLE ONLY defect
    ADD CONSTRAINT defect_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE SET NULL;
ALTER TABLE ONLY delivery
    ADD CONSTRAINT delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE;
ALTER TABLE ONLY draft
    ADD CONSTRAINT draft_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY escalation
    ADD CONSTRAINT escalation_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY escalation
    ADD CONSTRAINT escalation_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY expert_group
    ADD CONSTRAINT expert_group_group_id_fkey FOREIGN KEY (group_id) REFERENCES people_group(id) ON DELETE CASCADE;
ALTER TABLE ONLY expert_group
    ADD CONSTRAINT expert_group_term_id_fkey FOREIGN KEY (term_id) REFERENCES term(id) ON DELETE CASCADE;
ALTER TABLE ONLY expert_person
    ADD CONSTRAINT expert_person_term_id_fkey FOREIGN KEY (term_id) REFERENCES term(id) ON DELETE CASCADE;
ALTER TABLE ONLY expert_person
    ADD CONSTRAINT expert_person_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY file
    ADD CONSTRAINT file_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_assigned_by_id_fkey FOREIGN KEY (assigned_by_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_column_id_fkey FOREIGN KEY (column_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY gap
    ADD CONSTRAINT gap_row_id_fkey FOREIGN KEY (row_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY invitation
    ADD CONSTRAINT invitation_invited_by_id_fkey FOREIGN KEY (invited_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY key_grant
    ADD CONSTRAINT key_grant_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY key_grant
    ADD CONSTRAINT key_grant_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES sealing_identity(id) ON DELETE CASCADE;
ALTER TABLE ONLY key_grant
    ADD CONSTRAINT key_grant_key_id_fkey FOREIGN KEY (key_id) REFERENCES team_key(id) ON DELETE CASCADE;
ALTER TABLE ONLY mail_choice
    ADD CONSTRAINT mail_choice_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY mail_hours
    ADD CONSTRAINT mail_hours_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY mail
    ADD CONSTRAINT mail_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY market_share
    ADD CONSTRAINT market_share_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY market_share
    ADD CONSTRAINT market_share_rival_id_fkey FOREIGN KEY (rival_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY matrix_cell
    ADD CONSTRAINT matrix_cell_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY matrix_cell
    ADD CONSTRAINT matrix_cell_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES matrix_feature(id) ON DELETE CASCADE;
ALTER TABLE ONLY matrix_cell
    ADD CONSTRAINT matrix_cell_rival_id_fkey FOREIGN KEY (rival_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY matrix_feature
    ADD CONSTRAINT matrix_feature_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY matrix_feature
    ADD CONSTRAINT matrix_feature_product_id_fkey FOREIGN KEY (product_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY membership
    ADD CONSTRAINT membership_group_id_fkey FOREIGN KEY (group_id) REFERENCES people_group(id) ON DELETE CASCADE;
ALTER TABLE ONLY membership
    ADD CONSTRAINT membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY mention
    ADD CONSTRAINT mention_group_id_fkey FOREIGN KEY (group_id) REFERENCES people_group(id) ON DELETE CASCADE;
ALTER TABLE ONLY mention
    ADD CONSTRAINT mention_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY mention
    ADD CONSTRAINT mention_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY notification
    ADD CONSTRAINT notification_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY notification
    ADD CONSTRAINT notification_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY opinion
    ADD CONSTRAINT opinion_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY opinion
    ADD CONSTRAINT opinion_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY opinion
    ADD CONSTRAINT opinion_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES topic(id) ON DELETE CASCADE;
ALTER TABLE ONLY outcome_request
    ADD CONSTRAINT outcome_request_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY outcome
    ADD CONSTRAINT outcome_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY outcome
    ADD CONSTRAINT outcome_told_by_id_fkey FOREIGN KEY (told_by_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY password_reset
    ADD CONSTRAINT password_reset_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY people_group
    ADD CONSTRAINT people_group_product_id_fkey FOREIGN KEY (product_id) REFERENCES term(id) ON DELETE SET NULL;
ALTER TABLE ONLY post
    ADD CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY post
    ADD CONSTRAINT post_deleted_by_id_fkey FOREIGN KEY (deleted_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT post_revision_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT post_revision_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES post_revision(id) ON DELETE SET NULL;
ALTER TABLE ONLY post_revision
    ADD CONSTRAINT post_revision_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY post
    ADD CONSTRAINT post_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_assigned_by_id_fkey FOREIGN KEY (assigned_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_dismissed_by_id_fkey FOREIGN KEY (dismissed_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY promotion_task
    ADD CONSTRAINT promotion_task_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY push
    ADD CONSTRAINT push_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id) ON DELETE CASCADE;
ALTER TABLE ONLY push
    ADD CONSTRAINT push_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES push_subscription(id) ON DELETE CASCADE;
ALTER TABLE ONLY push_subscription
    ADD CONSTRAINT push_subscription_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE;
ALTER TABLE ONLY push_subscription
    ADD CONSTRAINT push_subscription_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT quotation_amount_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT quotation_amount_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY quotation_amount
    ADD CONSTRAINT quotation_amount_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY reaction
    ADD CONSTRAINT reaction_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY reaction
    ADD CONSTRAINT reaction_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY read_mark
    ADD CONSTRAINT read_mark_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY read_mark
    ADD CONSTRAINT read_mark_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY recovery_grant
    ADD CONSTRAINT recovery_grant_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY recovery_grant
    ADD CONSTRAINT recovery_grant_recovery_id_fkey FOREIGN KEY (recovery_id) REFERENCES recovery(id) ON DELETE CASCADE;
ALTER TABLE ONLY recovery_grant
    ADD CONSTRAINT recovery_grant_share_id_fkey FOREIGN KEY (share_id) REFERENCES recovery_share(id) ON DELETE CASCADE;
ALTER TABLE ONLY recovery
    ADD CONSTRAINT recovery_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES sealing_identity(id) ON DELETE RESTRICT;
ALTER TABLE ONLY recovery
    ADD CONSTRAINT recovery_key_id_fkey FOREIGN KEY (key_id) REFERENCES team_key(id) ON DELETE CASCADE;
ALTER TABLE ONLY recovery_share
    ADD CONSTRAINT recovery_share_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES sealing_identity(id) ON DELETE RESTRICT;
ALTER TABLE ONLY recovery_share
    ADD CONSTRAINT recovery_share_key_id_fkey FOREIGN KEY (key_id) REFERENCES team_key(id) ON DELETE CASCADE;
ALTER TABLE ONLY result_request
    ADD CONSTRAINT result_request_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY rival_dispute
    ADD CONSTRAINT rival_dispute_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY rival_dispute
    ADD CONSTRAINT rival_dispute_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY rival_dispute
    ADD CONSTRAINT rival_dispute_line_id_fkey FOREIGN KEY (line_id) REFERENCES rival_line(id) ON DELETE CASCADE;
ALTER TABLE ONLY rival_line
    ADD CONSTRAINT rival_line_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY rival_line
    ADD CONSTRAINT rival_line_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY rival_line_step
    ADD CONSTRAINT rival_line_step_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY rival_line_step
    ADD CONSTRAINT rival_line_step_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES rival_dispute(id) ON DELETE SET NULL;
ALTER TABLE ONLY rival_line_step
    ADD CONSTRAINT rival_line_step_line_id_fkey FOREIGN KEY (line_id) REFERENCES rival_line(id) ON DELETE CASCADE;
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_defect_id_fkey FOREIGN KEY (defect_id) REFERENCES defect(id) ON DELETE CASCADE;
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES defect_entry(id) ON DELETE CASCADE;
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_file_id_fkey FOREIGN KEY (file_id) REFERENCES file(id) ON DELETE RESTRICT;
ALTER TABLE ONLY sealed_part
    ADD CONSTRAINT sealed_part_key_id_fkey FOREIGN KEY (key_id) REFERENCES team_key(id) ON DELETE RESTRICT;
ALTER TABLE ONLY sealing_identity
    ADD CONSTRAINT sealing_identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY space
    ADD CONSTRAINT space_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY space_watch
    ADD CONSTRAINT space_watch_space_id_fkey FOREIGN KEY (space_id) REFERENCES space(id) ON DELETE CASCADE;
ALTER TABLE ONLY space_watch
    ADD CONSTRAINT space_watch_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY strategy_comment
    ADD CONSTRAINT strategy_comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY strategy_comment
    ADD CONSTRAINT strategy_comment_deleted_by_id_fkey FOREIGN KEY (deleted_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY strategy_comment
    ADD CONSTRAINT strategy_comment_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_marked_by_id_fkey FOREIGN KEY (marked_by_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY strategy
    ADD CONSTRAINT strategy_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY strategy_vote
    ADD CONSTRAINT strategy_vote_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE;
ALTER TABLE ONLY strategy_vote
    ADD CONSTRAINT strategy_vote_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_article_id_fkey FOREIGN KEY (article_id) REFERENCES article(id) ON DELETE CASCADE;
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES article_flag(id) ON DELETE SET NULL;
ALTER TABLE ONLY suggestion
    ADD CONSTRAINT suggestion_revision_id_fkey FOREIGN KEY (revision_id) REFERENCES article_revision(id) ON DELETE SET NULL;
ALTER TABLE ONLY suggestion_thread
    ADD CONSTRAINT suggestion_thread_suggestion_id_fkey FOREIGN KEY (suggestion_id) REFERENCES suggestion(id) ON DELETE CASCADE;
ALTER TABLE ONLY suggestion_thread
    ADD CONSTRAINT suggestion_thread_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY team_key
    ADD CONSTRAINT team_key_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY team_key
    ADD CONSTRAINT team_key_team_id_fkey FOREIGN KEY (team_id) REFERENCES people_group(id) ON DELETE RESTRICT;
ALTER TABLE ONLY term_watch
    ADD CONSTRAINT term_watch_term_id_fkey FOREIGN KEY (term_id) REFERENCES term(id) ON DELETE CASCADE;
ALTER TABLE ONLY term_watch
    ADD CONSTRAINT term_watch_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_hidden_by_id_fkey FOREIGN KEY (hidden_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_locked_by_id_fkey FOREIGN KEY (locked_by_id) REFERENCES account(id) ON DELETE SET NULL;
ALTER TABLE ONLY thread
    ADD CONSTRAINT thread_space_id_fkey FOREIGN KEY (space_id) REFERENCES space(id) ON DELETE RESTRICT;
ALTER TABLE ONLY thread_term
    ADD CONSTRAINT thread_term_term_id_fkey FOREIGN KEY (term_id) REFERENCES term(id) ON DELETE CASCADE;
ALTER TABLE ONLY thread_term
    ADD CONSTRAINT thread_term_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_audience_id_fkey FOREIGN KEY (audience_id) REFERENCES audience(id) ON DELETE RESTRICT;
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_author_id_fkey FOREIGN KEY (author_id) REFERENCES account(id) ON DELETE RESTRICT;
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_product_id_fkey FOREIGN KEY (product_id) REFERENCES term(id) ON DELETE RESTRICT;
ALTER TABLE ONLY topic
    ADD CONSTRAINT topic_team_id_fkey FOREIGN KEY (team_id) REFERENCES people_group(id) ON DELETE RESTRICT;
ALTER TABLE ONLY watch
    ADD CONSTRAINT watch_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON DELETE CASCADE;
ALTER TABLE ONLY watch
    ADD CONSTRAINT watch_user_id_fkey FOREIGN KEY (user_id) REFERENCES account(id) ON DELETE CASCADE;
INSERT INTO tortoise_migrations (app, name, applied_at) VALUES
    ('discussions', '0001_initial', now()),
    ('discussions', '0002_levels', now()),
    ('discussions', '0003_marks_of_a_reader', now()),
    ('discussions', '0004_indexes_for_lists', now()),
    ('discussions', '0005_strategies_outcomes', now()),
    ('discussions', '0006_queues_complaints', now()),
    ('discussions', '0007_one_date_of_overdue', now()),
    ('hub', '0001_initial', now()),
    ('hub', '0002_installation', now()),
    ('hub', '0003_absence', now()),
    ('hub', '0004_experts', now()),
    ('hub', '0005_vendor_liaison', now()),
    ('knowledge', '0001_initial', now()),
    ('knowledge', '0002_index_for_lists', now()),
    ('knowledge', '0003_suggestions', now()),
    ('knowledge', '0004_rivals', now()),
    ('knowledge', '0005_verification_and_flags', now()),
    ('knowledge', '0006_article_uses', now()),
    ('knowledge', '0007_kinds', now()),
    ('knowledge', '0008_promotion_tasks', now()),
    ('knowledge', '0009_lapsing', now()),
    ('knowledge', '0010_reviews_and_gaps', now()),
    ('knowledge', '0011_annotations', now()),
    ('knowledge', '0012_defects', now()),
    ('knowledge', '0013_given_in_confidence', now()),
    ('knowledge', '0014_suggestions_answer_flags', now()),
    ('knowledge', '0015_indexes_for_triage', now()),
    ('notifications', '0001_initial', now()),
    ('notifications', '0002_mail_timing', now()),
    ('notifications', '0003_new_items', now()),
    ('notifications', '0004_push', now()),
    ('notifications', '0005_reasons', now()),
    ('notifications', '0006_defects', now()),
    ('notifications', '0007_longer_topics', now());
