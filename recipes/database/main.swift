import Garde

// Saves one PostgreSQL database and the server's roles, nothing else. POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD
// say which and how, from the environment or from the platform's .env file. With a compose file beside that .env,
// the server is its service "postgres"; without one, it is the server that psql on this machine would reach.
backup { postgres() }
