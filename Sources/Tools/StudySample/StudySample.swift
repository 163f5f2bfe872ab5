internal import Values

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The model study: invented patients whose published numbers are those of a real trial, exported by four sites as
/// their data capture systems would.
///
/// ```swift
/// let summary = try StudySample.generate(options: SampleOptions(output: "exports"))
/// ```
///
/// The cohort, the terms and the case report form are data (`samples/rialto`), embedded; no number of the study stands
/// in code. Same options: same bytes. Memory does not grow with the number of patients.
public enum StudySample {
    /// Writes `site-01.xml` to `site-04.xml`, `site-03-metadata.xml` and `re-export/site-02.xml` into the output folder.
    ///
    /// `progress` is called now and then, and once at the end.
    public static func generate(
        options: SampleOptions, progress: (SampleProgress) -> Void = { _ in }
    ) throws(SampleError) -> SampleSummary {
        guard options.patients > 0 else { throw .noPatients }
        return try generate(options: options, tables: try .embedded(), progress: progress)
    }

    /// Writes the same files from tables of the caller's own.
    public static func generate(
        options: SampleOptions, tables: SampleTables, progress: (SampleProgress) -> Void = { _ in }
    ) throws(SampleError) -> SampleSummary {
        guard options.patients > 0 else { throw .noPatients }
        let form = try CaseReportForm(try Table(path: "crf.tsv", bytes: tables.caseReportForm))
        var terms: [Term] = []
        for row in try Table(path: "terms.tsv", bytes: tables.terms).rows { terms.append(try Term(row)) }
        let cohort = try Table(path: "cohort.tsv", bytes: tables.cohort)
        var courses: [Course] = []
        for row in cohort.rows {
            let course = try Course(row, terms: terms)
            guard form.sites.contains(where: { $0.number == course.site }) else {
                throw row.wrong("site", "is none of the sites")
            }
            courses.append(course)
        }
        guard !courses.isEmpty else {
            throw .invalidTable(reason: "there is no course", at: Location(path: cohort.path))
        }
        try makeFolder(options.output)
        try makeFolder(options.output + "/re-export")
        return try write(options, form, courses, terms, progress)
    }

    private static func write(
        _ options: SampleOptions, _ form: CaseReportForm, _ courses: [Course], _ terms: [Term],
        _ progress: (SampleProgress) -> Void
    ) throws(SampleError) -> SampleSummary {
        var exports: [SiteExport] = []
        for site in form.sites {
            exports.append(try SiteExport(site, of: form, version: options.odmVersion, into: options.output))
        }
        for number in 0..<options.patients {
            let isResampled = number >= courses.count
            var choice = Draw(seed: options.seed, patient: number, purpose: 0)
            let course = courses[isResampled ? choice.below(courses.count) : number]
            guard let index = form.sites.firstIndex(where: { $0.number == course.site }) else { continue }
            var patient = Patient(
                number: number, ordinal: exports[index].patients + 1, course: course, isResampled: isResampled,
                site: form.sites[index], seed: options.seed, terms: terms)
            try exports[index].write(&patient, entry: Draw(seed: options.seed, patient: number, purpose: 2))
            if number % 64 == 63 || number == options.patients - 1 {
                let bytes = exports.reduce(0) { $0 + $1.count }
                progress(SampleProgress(patients: number + 1, total: options.patients, bytes: bytes))
            }
        }
        var files: [SampleSummary.File] = []
        for index in exports.indices { files += try exports[index].finish() }
        let again = files.filter { $0.path.contains("/re-export/") }
        files.removeAll { $0.path.contains("/re-export/") }
        return SampleSummary(files: files.sorted { $0.path < $1.path } + again)
    }

    private static func makeFolder(_ path: String) throws(SampleError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            partial += name
            guard mkdir(partial, 0o755) == 0 || errno == EEXIST else { throw .file(.last(partial, "make")) }
            partial += "/"
        }
    }
}
