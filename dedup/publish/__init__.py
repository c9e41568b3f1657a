"""Publishing: what the log says about cases, handed on to files now and to other systems later."""
