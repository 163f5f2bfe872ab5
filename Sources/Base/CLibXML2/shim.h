#pragma once
#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, and its headers then drag in ICU's, which clash with Foundation's copy of them. What they
// add is only a pointer at the end of a structure that is never touched here.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
