"""Find a learner, decide, create: the work of an enrolment desk."""
