import GardeCore
/// Default privileges of the roles that ours acts for: they hold for whatever is created, a dump's objects too.
enum DefaultPrivileges {
    /// One row for psql's `\gset`: what leads from PostgreSQL's own to those of now, empty when they are the same.
    static let kept = """
        SELECT coalesce(string_agg(sql, ' ' ORDER BY step), '') AS privileges
        FROM (\(statements(from: "base", to: "acl"))) AS s
        """

    /// Psql runs each row: afterwards there are PostgreSQL's own alone.
    static let reset = """
        SELECT sql FROM (\(statements(from: "acl", to: "base"))) AS s ORDER BY step
        \\gexec
        """

    private static func statements(from old: String, to new: String) -> String {
        """
        SELECT DISTINCT 1 AS step, format('%s REVOKE ALL ON %s FROM %s;', head, kind, \(grantee)) AS sql
        FROM (\(all)) AS d, aclexplode(\(old)) AS a
        UNION ALL SELECT 2, format('%s GRANT %s ON %s TO %s%s;', head, privilege_type, kind, \(grantee),
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END) FROM (\(all)) AS d, aclexplode(\(new)) AS a
        """
    }

    private static let grantee = "CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END"

    /// Those of a schema add to the others, and are none where nothing is said.
    private static let all = """
        SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s', pg_get_userbyid(defaclrole),
        ' IN SCHEMA ' || quote_ident(nspname)) AS head, CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'
        WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
        defaclacl AS acl, CASE WHEN defaclnamespace = 0 THEN
        acldefault(CASE defaclobjtype WHEN 'S' THEN 's'::"char" ELSE defaclobjtype END, defaclrole) END AS base
        FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace WHERE pg_has_role(defaclrole, 'USAGE')
        """
}
