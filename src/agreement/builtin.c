/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of exports of HubSpot, Salesforce, Marketo, Pipedrive, Zoho, Odoo, Mautic, Close, Dynamics,
 * Freshsales, Copper, Attio, monday.com, ActiveCampaign, Mailchimp and SuiteCRM in one table, and the
 * built-in agreement, embedded as it is. Headers match ignoring case, outer space, a trailing `*`, and the
 * difference between space, _ and -, so each is given once. A close date alone doesn't prove a stage: in
 * several CRMs it is also the date a deal is expected to close.
 */
#include "agreement/builtin.h"

#include "base/embed.h"

const struct builtin_field builtin_fields[] = {
	/* who */
	{ "id", TYPE_NONE,
	  "Record ID|Record ID - Contact|Record ID - Deal|Lead ID|LeadId|id|(Do Not Modify) Lead|Prospect "
	  "ID|External ID|Deal - ID|Lead - ID|Person - ID|Copper ID|Item ID (auto generated)|Contact "
	  "ID|ContactId|(Do Not Modify) Contact|(Do Not Modify) Opportunity|LEID|EUID|marketoGUID",
	  "lead id" },
	{ "email", TYPE_NONE,
	  "Email Address|E-mail|Work Email|Primary Email|Deal - Contact person email|Person - Email|Person - "
	  "Email - Work|Emails|Email Addresses|Email 1|Email1|Invitee Email|Primary Contact Primary Email",
	  "mail address" },
	{ "phone", TYPE_NONE,
	  "Phone Number|Business Phone|Work Phone|Telephone|Person - Phone|Deal - Contact person "
	  "phone|Mobile|Mobile Phone|MobilePhone|Mobile Phone Number|Mobile Number",
	  "phone number" },
	{ "first_name", TYPE_NONE, "FirstName|Given Name", "first name" },
	{ "last_name", TYPE_NONE, "LastName|Surname|Contact Name|Deal - Contact person|Lead - Contact person",
	  "last name" },
	{ "name", TYPE_NONE, "Full Name|FullName|Lead Name|Person - Name|Person Name|Display Name",
	  "full name" },
	{ "title", TYPE_NONE, "Job Title|Position|Title|Job Position|Function|Contact: Job Title",
	  "job title" },
	{ "company", TYPE_NONE,
	  "Company Name|Company / Account|Account|Account Name|Associated Company|Deal - Organization|Lead - "
	  "Organization|Person - Organization|Organization|Organisation",
	  "company" },
	{ "website", TYPE_NONE, "Web Site|Company Domain Name|Homepage", "website" },
	{ "industry", TYPE_NONE, "Sector|Company Industry", "industry" },
	{ "employees", TYPE_NUMBER,
	  "Number of Employees|NumberOfEmployees|No. of Employees|Num Employees|Employee Count|Company "
	  "Size|Headcount",
	  "number of employees" },
	{ "annual_revenue", TYPE_NUMBER, "Annual Revenue|AnnualRevenue|Revenue|Company Revenue",
	  "annual revenue" },
	{ "country", TYPE_NONE,
	  "Country/Region|Country/Territory|Billing Country|Mailing Country|Country Code", "country" },
	{ "state", TYPE_NONE, "State/Region|State/Province|Billing State", "state" },
	{ "city", TYPE_NONE, "Billing City|Town", "city" },
	{ "language", TYPE_NONE, "Preferred Language|preferred_locale|Locale", "language" },
	/* where from, whose, and how far */
	{ "lead_source", TYPE_NONE,
	  "LeadSource|Original Source|Original Traffic Source|Latest Source|Lead - Source channel|Deal - "
	  "Source channel|Person Source|Source",
	  "lead source" },
	{ "campaign", TYPE_NONE, "Campaign Name|Original Source Drill-Down 1|UTM Campaign|Campaign Id",
	  "campaign" },
	{ "owner", TYPE_NONE,
	  "Contact Owner|Lead Owner|Sales Owner|Deal - Owner|Lead - Owner|Person - "
	  "Owner|Salesperson|Assigned "
	  "To|Assigned User Name|Owner Name|OwnerId|Potential Owner",
	  "owner" },
	{ "team", TYPE_NONE, "Sales Team|Owner Team|HubSpot Team", "team" },
	{ "lead_status", TYPE_NONE,
	  "Status|LeadStatus|Deal - Status|Status Label|Lead Status Label|Person Status|Status Reason",
	  "status of the lead" },
	{ "lifecycle_stage", TYPE_NONE, "LifecycleStage|Deal - Stage|Deal Stage|Stage", "lifecycle stage" },
	{ "rating", TYPE_NONE, "Lead Rating", "rating" },
	{ "converted", TYPE_FLAG, "IsConverted|Is Converted|Won", "conversion" },
	{ "opted_out", TYPE_FLAG,
	  "HasOptedOutOfEmail|Email Opt Out|Unsubscribed|Do Not Email|Unsubscribed from all email|Do Not "
	  "Contact",
	  "opt-out" },
	/* when */
	{ "created_at", TYPE_TIME,
	  "Create Date|Created Date|CreatedDate|Created Time|Created On|Creation Date|Date "
	  "Created|Date Added|Created|Deal - Deal created|Lead - Lead created|Person - Person created|Date "
	  "Entered|Acquisition Date|Submitted At|Submission Date|Submit "
	  "Date|engage_date|OPTIN_TIME|CONFIRM_TIME",
	  "time of creation" },
	{ "modified_at", TYPE_TIME,
	  "Last Modified Date|LastModifiedDate|Modified Time|Updated At|Last Updated on|Deal - Update "
	  "time|Date Modified|Date Updated|Modified On|(Do Not Modify) Modified On|Last Changed",
	  "time of the last change" },
	{ "last_activity_at", TYPE_TIME,
	  "Last Activity Date|LastActivityDate|Last Activity Time|Last Active|Last Contacted|Last Engagement "
	  "Date|Deal - Last activity date",
	  "time of the last activity" },
	{ "assigned_at", TYPE_TIME, "Owner Assigned Date|Assignment Date|Last Transfer Date|LastTransferDate",
	  "time of assignment" },
	{ "first_contact_at", TYPE_TIME,
	  "First Contact Date|First Contacted|First Contacted At|First Outreach Date|First Activity "
	  "Date|Date of first engagement|First Call Date|First Response At",
	  "time of the first contact" },
	{ "inquiry_at", TYPE_TIME, "Became a Lead Date|Date entered \"Lead (Lifecycle Stage Pipeline)\"",
	  "time of the inquiry" },
	{ "mql_at", TYPE_TIME,
	  "Became a Marketing Qualified Lead Date|Date entered \"Marketing Qualified Lead (Lifecycle Stage "
	  "Pipeline)\"|MQL Date|Marketing Qualified Date",
	  "time of the MQL" },
	{ "sal_at", TYPE_TIME, "Accepted At|Accepted Date|SAL Date|Sales Accepted Date", "time of the SAL" },
	{ "sql_at", TYPE_TIME,
	  "Became a Sales Qualified Lead Date|Date entered \"Sales Qualified Lead (Lifecycle Stage "
	  "Pipeline)\"|SQL Date|Sales Qualified Date",
	  "time of the SQL" },
	{ "opportunity_at", TYPE_TIME,
	  "Became an Opportunity Date|Date entered \"Opportunity (Lifecycle Stage Pipeline)\"|Converted "
	  "Date|ConvertedDate|Converted Date Time|Conversion Date|Lead - Converted time",
	  "time of the opportunity" },
	{ "won_at", TYPE_TIME,
	  "Became a Customer Date|Date entered \"Customer (Lifecycle Stage Pipeline)\"|Won Date|Won "
	  "Time|Deal - Won time|Date Won",
	  "time of winning" },
	{ "lost_at", TYPE_TIME, "Lost Date|Lost Time|Deal - Lost time|Date Lost", "time of losing" },
	{ "closed_at", TYPE_TIME, "Close Date|CloseDate|Closed Date|Closing Date|Deal - Deal closed on",
	  "closing time" },
	{ "recycled_at", TYPE_TIME, "Recycled Date", "time of recycling" },
	{ "disqualified_at", TYPE_TIME, "Disqualified Date|Date entered \"Unqualified\"",
	  "time of disqualification" },
	{ "recycled_reason", TYPE_NONE, "Recycle Reason|Nurture Reason", "reason of the recycling" },
	{ "disqualified_reason", TYPE_NONE,
	  "Disqualification Reason|Disqualify Reason|Unqualified Reason|Reason Unqualified",
	  "reason of the disqualification" },
	{ "lost_reason", TYPE_NONE, "Deal - Lost reason|Closed Lost Reason|Loss Reason|Reason Lost",
	  "reason of the loss" },
	/* how much */
	{ "amount", TYPE_NUMBER,
	  "Deal - Value|Deal Value|Deal Amount|Opportunity Amount|Expected Revenue|close_value|Value",
	  "amount" },
	{ "probability", TYPE_NUMBER, "Deal - Probability|Probability (%)", "probability" },
	{ "crm_score", TYPE_NUMBER,
	  "HubSpot Score|Lead Score|LeadScore|Points|Pardot Score|Predictive Lead Score|Likelihood to "
	  "close|Person Score",
	  "score of the CRM" },
	{ "page_views", TYPE_NUMBER, "Number of Pageviews|Pageviews", "number of page views" },
	{ "visits", TYPE_NUMBER,
	  "Number of Sessions|Number of Visits|TotalVisits|Total Visits|Sessions|Web Visits",
	  "number of visits" },
	{ "form_submissions", TYPE_NUMBER,
	  "Number of Form Submissions|Form Submissions|Conversions|Number of Unique Forms Submitted",
	  "number of forms sent" },
	{ "webinars", TYPE_NUMBER, "Webinars Attended|Number of Webinars|Webinar Attendances",
	  "number of webinars" },
	{ "email_clicks", TYPE_NUMBER,
	  "Marketing emails clicked|Number of Email Clicks|Emails Clicked|Clicks",
	  "number of clicks in mails" },
	{ "email_opens", TYPE_NUMBER, "Marketing emails opened|Number of Email Opens|Emails Opened|Opens",
	  "number of mails opened" },
	{ "pricing_visits", TYPE_NUMBER, "Pricing Page Visits|Pricing Page Views",
	  "number of visits to the pricing page" },
	/* budget, authority, need, timing */
	{ "budget", TYPE_NUMBER, "Budget Amount|Project Budget|Available Budget", "budget" },
	{ "need", TYPE_NONE, "Business Need|Has Need|Pain", "need" },
	{ "timeline", TYPE_SPAN,
	  "Timeframe|Time Frame|Purchase Timeframe|Buying Timeframe|Purchase Time Frame",
	  "time until the purchase" },
	{ NULL, TYPE_NONE, NULL, NULL },
};

EMBED(builtin_agreement, "agreement/builtin.agreement");

struct str agreement_builtin(void)
{
	return EMBEDDED(builtin_agreement);
}
