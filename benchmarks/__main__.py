"""`python -m benchmarks`: the one command that measures everything."""

from benchmarks.versus import main

if __name__ == "__main__":
    main()
