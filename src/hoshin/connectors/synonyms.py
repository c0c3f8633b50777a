"""The names that desks give to the columns of their exports.

ServiceNow (names and labels), Jira Service Management, GLPI, iTop, Zammad, Request Tracker, XES logs, and what people
write in tables of their own. For each canonical field the names are in the order in which they are believed.
"""

from __future__ import annotations

import re

_NAMES = {
    "ticket": """
        case:concept:name | number | ticket number | ticket no | ticket nr | ticket id | ticketid | ticket
        issue key
        key | ref | reference | incident number | incident id | incident | request id | request number
        case number
        case id | case | task number | id | nr | no | # | nummer | ticketnummer | vorgangsnummer | numéro
        référence | número""",
    "position": """
        sys_mod_count | record_checkpoint | position | sequence | sequence number | update number | updates
        revision""",
    "at": """
        time:timestamp | sys_updated_on | sys_updated_at | updated_on | updated | updated at | update time
        changed at
        change date | changed on | change time | timestamp | event time | complete timestamp | last updated
        last update | date_mod | modified | history created | recorded at | datestamp | geändert am""",
    "opened_at": """
        opened_at | opened | open time | opened on | opened date | date opened | open date | opening date
        date_creation
        created | created at | created on | create time | created date | creation date | creation time
        date created
        sys_created_on | sys_created_at | start_date | submitted | submit date | reported date | reported at
        received at | case:opened_at | case:created | case:created_at | case:start_date | date | erstellt
        erstellt am
        erstelldatum | eröffnet | eröffnet am | eröffnungsdatum | angelegt am | date d'ouverture | ouvert le
        date de création | créé le | fecha de apertura""",
    "resolved_at": """
        resolved_at | resolved | resolved on | resolution date | resolutiondate | date resolved | resolve time
        resolved date | solved at | solved | solvedate | solve date | resolution_date | resolved time | gelöst
        gelöst am | erledigt am | date de résolution | résolu le | case:resolved_at""",
    "closed_at": """
        closed_at | closed | closed on | close date | closedate | close_date | closing date | date closed
        close time
        closed date | last_close_at | close_at | geschlossen | geschlossen am | date de clôture
        date de fermeture
        case:closed_at""",
    "updated_at": """
        sys_updated_on | sys_updated_at | updated_at | updated | updated on | last updated | last update
        last_update
        lastupdated | last modified | modified | modified on | date_mod | last change | changed
        letzte änderung
        geändert am | zuletzt geändert | dernière modification""",
    "responded_at": """
        first_response_at | first response | first response at | responded_at | responded at | response time
        first responded | time to first response met at | takeintoaccountdate | take into account date""",
    "due_at": """
        due_date | due at | due_at | due | sla_due | sla due | resolution due | target date | time_to_resolve
        duedate | promised date | fällig am | échéance""",
    "response_due_at": """
        response_due_at | response due | response due date | first response due | time to first response due
        time_to_own | first_response_escalation_at | tto_100_deadline | tto_escalation_deadline""",
    "restored_at": "restored_at | restored | service restored | restoration time | service restored at",
    "cause_found_at": "cause_found_at | root cause found | root cause identified | cause found | known error since",
    "approved_at": "approved_at | approved | approved on | approval date | approval set",
    "planned_start_at": "start_date | planned start | planned start date | planned_start | scheduled start date",
    "planned_end_at": "end_date | planned end | planned end date | planned_end | scheduled end date",
    "started_at": "work_start | actual start | actual start date | actual_start | implementation started",
    "finished_at": "work_end | actual end | actual end date | actual_end | implementation ended",
    "state": """
        incident_state | state | status | state name | ticket state | ticket status | incident state
        status name
        issue status | concept:name | zustand | statut | état | estado""",
    "priority": """
        priority | prio | priority name | ticket priority | case:priority | priorität | priorité | prioridad""",
    "group": """
        assignment_group | assigned group | support group | assigned team | team | group | queue
        org:group | team name
        team->name | team_id_friendlyname | team_id | group name | assigned to - technician group
        technician group
        resolver group | support team | gruppe | zugewiesene gruppe | bearbeitergruppe | team bearbeiter
        groupe
        attribué à - groupe de techniciens | grupo""",
    "level": "support_level | support level | support tier | tier | resolver level",
    "business_unit": """
        business_unit | business unit | department | company | division | organization | organisation
        customer company
        reporter organization | org_id_friendlyname | entity | abteilung | bereich | entité | unternehmen""",
    "service": """
        business_service | service | service name | affected service | service_offering | cmdb_ci
        configuration item
        ci | ci name | affected ci | product | application | system | servicesubcategory_name | case:service""",
    "category": """
        category | itil category | ticket category | itilcategories_id | service category | subcategory
        category name
        components | component | kategorie | catégorie | categoría | case:category""",
    "channel": """
        contact_type | channel | contact method | request source | reported source | origin | source
        create_article_type | request type source | kanal | eingangskanal | canal""",
    "hold_reason": """
        hold_reason | on hold reason | hold reason | pending_reason | pending reason | waiting reason
        reason for waiting | pendingreasons_id""",
    "parent": """
        parent_incident | parent incident | parent | parent ticket | parent key | parent issue | parent_request_id
        parent_id | parent number | übergeordnetes ticket""",
    "duplicate_of": "duplicate_of | duplicate of | merged into",
    "problem": """
        problem_id | problem | problem number | parent problem | related problem | linked problem
        parent_problem_id""",
    "caused_by": "caused_by | caused by change | caused by | causing change",
    "article": "kb_article | knowledge article | knowledge | article | knowledge base article | kb",
    "major": "major_incident | major incident | is major | is_major | major",
    "response_sla_met": "response_sla_met | response sla met | response met | response sla achieved",
    "sla_met": "made_sla | sla met | sla_met | within sla | sla achieved | sla fulfilled | in sla",
    "reassignments": """
        reassignment_count | reassignments | reassignment count | number of reassignments | transfers | hops""",
    "reopens": "reopen_count | reopens | reopen count | reopened count | times reopened | number of reopens",
    "satisfaction": """
        satisfaction | csat | satisfaction rating | customer satisfaction | user_satisfaction | zufriedenheit""",
    "experience": "experience | happiness | nps | experience score | recommendation",
    "lost_minutes": "lost_minutes | lost time | lost minutes | minutes lost | lost time minutes",
    "change_type": "change_type | change type | type of change | änderungstyp",
    "outcome": "close_code | outcome | closure code | change outcome | implementation result",
    "closure": "close_code | closure code | resolution code | close code | resolution_code | resolution",
    "unauthorised": "unauthorised | unauthorized | unauthorised change | unauthorized change",
    "deployment": "deployment | is deployment | release | production deployment",
    "kind": """
        issue type | issuetype | ticket type | sys_class_name | kind | type | finalclass | task type
        record type
        work type | case:type | typ | vorgangstyp""",
    "title": """
        short_description | summary | title | subject | description short | name | betreff | titel | titre
        case:title
        case:description | asunto""",
}


def plain(name: str) -> str:
    """A column's name without case and punctuation, so that "Opened at", ``opened_at`` and OPENED-AT are one."""
    return " ".join(re.findall(r"[^\W_]+|#", name.casefold())) or name.casefold()


SYNONYMS: dict[str, tuple[str, ...]] = {
    field: tuple(plain(name) for line in text.strip().splitlines() for name in line.split(" | "))
    for field, text in _NAMES.items()
}
"""For each canonical field the plain names of its columns, the most believed first."""
