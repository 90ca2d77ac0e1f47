"""What is done with learners: find, verify, register, update, enrol, link, delete. Lists everywhere."""
