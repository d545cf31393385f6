"""Addresses of the open pages."""

from django.urls import path

from mestring.web.public.views import compare, deadlines, findings, front, law, rule, search, sections, standards, try_it, words

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("standarder/", standards.standards, name="standards"),
    path("standarder/<slug:standard>/", standards.standard, name="standard"),
    path("standarder/<slug:standard>/samlet/", standards.whole, name="whole"),
    path("standarder/<slug:standard>/<slug:section>/", sections.section, name="section"),
    path("standarder/<slug:standard>/<slug:section>/regler/", sections.rules, name="rules"),
    path("regel/<slug:entry>/", rule.rule, name="rule"),
    path("frister/", deadlines.deadlines, name="deadlines"),
    path("fund/", findings.findings, name="findings"),
    path("sammenlign/", compare.compare, name="compare"),
    path("proev/", try_it.try_it, name="try"),
    path("soeg/", search.search, name="search"),
    path("ord/", words.word_list, name="words"),
    path("lov/", law.law, name="law"),
    path("lov/satser/", law.rates, name="rates"),
    path("lov/<slug:section>/", sections.law_section, name="law_section"),
    path("lov/<slug:section>/regler/", sections.law_rules, name="law_rules"),
]
