"""The process engine: BPMN in, open steps out. Knows no table; SpiffWorkflow is imported when a process is first used."""
