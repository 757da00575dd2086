"""Every table of the database and whose it is. A test compares this page with the catalogue.

TENANT      one row belongs to one local government; row-level security; the serving role may read and write its own.
BULK        tenant tables of tens of millions of rows, to which no other table refers: without the key (tenant_id, id)
            that a reference needs and without a reference to the tenant, each asked or written once a row.
APPEND_ONLY tenant tables that the serving role may only read and add to (the audit log).
NATIONAL    all tenants read, only the operator (owner role) writes.
PLATFORM    users, sessions, jobs, Django's own: no personal data of residents.
"""

TENANT: frozenset[str] = frozenset(
    {
        "tenancy_handledevent",
        "access_organisation",
        "access_membership",
        "access_glassopening",
        "documents_attachment",
        "documents_uploadlimit",
        "documents_documentregister",
        "documents_lettertemplate",
        "documents_legaltext",
        "documents_seal",
        "documents_document",
        "documents_documentversion",
        "documents_documentfile",
        "documents_approvalstep",
        "documents_delegationrule",
        "documents_signatory",
        "documents_absence",
        "documents_delivery",
        "places_boundary",
        "places_building",
        "places_facility",
        "places_landshape",
        "exchange_mapping",
        "exchange_intake",
        "exchange_sourcerow",
        "exchange_rowkey",
        "exchange_duplicaterow",
        "exchange_sourcerecord",
        "registry_person",
        "registry_household",
        "registry_householdmember",
        "registry_lifeevent",
        "registry_statusdecision",
        "consent_consent",
        "consent_sharingbody",
        "consent_consentsheet",
        "linkage_link",
        "linkage_humandecision",
        "linkage_linkrun",
        "linkage_comparedrecord",
        "linkage_countedvalue",
        "linkage_reviewanswer",
        "linkage_linkproposal",
        "linkage_reviewrule",
        "linkage_accuracysample",
        "linkage_accuracyitem",
        "linkage_linkagemodel",
        "benefits_handout",
        "benefits_grant",
        "benefits_need",
        "benefits_categoryword",
        "benefits_programme",
        "benefits_programmeamount",
        "giving_card",
        "giving_item",
        "giving_lot",
        "giving_doorentry",
        "giving_recordlink",
        "casework_bulkdeed",
        "casework_bulkitem",
        "casework_case",
        "casework_caseextension",
        "casework_casepause",
        "casework_counterhours",
        "casework_decision",
        "casework_mention",
        "casework_namedholiday",
        "casework_receiptcounter",
        "casework_receipttry",
        "casework_task",
        "casework_timer",
        "welfare_overlaprule",
        "welfare_checkrun",
        "welfare_overlap",
        "welfare_overlapitem",
        "welfare_gone",
        "welfare_goneitem",
        "welfare_silent",
        "welfare_mark",
        "welfare_giftoverride",
        "welfare_listcheck",
        "welfare_nextturn",
        "welfare_turnentry",
        "rights_rightsrequest",
        "rights_destruction",
        "permits_grave",
        "permits_meeting",
        "permits_charge",
        "participation_proposal",
        "participation_proposalauthor",
        "participation_score",
    }
)

BULK: frozenset[str] = frozenset({"exchange_sourcerow", "exchange_rowkey", "exchange_duplicaterow"})

APPEND_ONLY: frozenset[str] = frozenset(
    {"audit_auditentry", "audit_auditlink", "casework_caseevent", "casework_processspec"}
)

NATIONAL: frozenset[str] = frozenset({"places_region"})

PLATFORM: frozenset[str] = frozenset(
    {
        "tenancy_tenant",
        "access_user",
        "access_user_groups",
        "access_user_user_permissions",
        "account_emailaddress",
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "django_session",
        "mfa_authenticator",
        "procrastinate_events",
        "procrastinate_jobs",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
    }
)
