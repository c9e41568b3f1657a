"""The service: files in, explained cases out, people decide, history for auditors.

Data flows one way: intake → event log → projector → case → review → outcome, with audit beside it. Stages
never call one another; the log is the only road between them.
"""
