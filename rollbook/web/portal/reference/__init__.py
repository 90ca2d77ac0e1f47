"""The reference tables of the register: which are held, what each is for, and loading one."""
