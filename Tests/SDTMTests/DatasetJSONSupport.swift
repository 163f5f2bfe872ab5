import CZlib
import Foundation
import SDTM
import TestSupport
import Testing
import Values

/// Reads a Dataset-JSON file into a spool.
func readJSON(
    _ path: String, bytes: Int = 1000, limits: DatasetJSONReader.Limits = .init()
) throws -> (dataset: DatasetDefinition, spool: DatasetSpool, warnings: [Diagnostic]) {
    var reader = try DatasetJSONReader(path: path, limits: limits)
    let dataset = try #require(try reader.nextDataset())
    let spool = try DatasetSpool(definition: dataset)
    while true {
        var rows = DatasetRows(variableCount: dataset.variables.count)
        guard try reader.read(into: &rows, bytes: bytes) else { break }
        try spool.append(rows, subject: DatasetSpool.noSubject)
    }
    #expect(try reader.nextDataset() == nil)
    return (dataset, spool, reader.warnings)
}

/// The bytes of the one file that writing a spool makes.
func written(_ spool: DatasetSpool, _ format: DatasetWriter.Format, keepsLayout: Bool = false) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    var options = try options(format, subjects: [])
    options.keepsLayout = keepsLayout
    let files = try write(spool, to: folder, options)
    return try readBytes(try #require(files.first).path)
}

/// Undoes zlib's or gzip's compression.
func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: 1 << 23)
    var stream = z_stream()
    let length = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            guard inflateInit2_(&stream, 47, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return 0 }
            let status = inflate(&stream, Z_FINISH)
            inflateEnd(&stream)
            return status == Z_STREAM_END ? Int(stream.total_out) : 0
        }
    }
    return Array(output[..<length])
}

/// Compresses with zlib (window 15) or gzip (31).
func compressed(_ bytes: [UInt8], window: Int32) throws -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    var stream = z_stream()
    let length = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            let size = Int32(MemoryLayout<z_stream>.size)
            guard deflateInit2_(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
            else {
                return 0
            }
            _ = deflate(&stream, Z_FINISH)
            deflateEnd(&stream)
            return Int(stream.total_out)
        }
    }
    return Array(output[..<length])
}

/// A dataset with a column of each type, in every spelling that must survive.
enum JSONSample {
    static let attributes = #"""
        "datasetJSONCreationDateTime":"2024-11-11T15:09:14","datasetJSONVersion":"1.1.0","fileOID":"F.1","dbLastModifiedDateTime":"2024-01-01T00:00:00Z","originator":"O","sourceSystem":{"name":"S","version":"1"},"studyOID":"ST","metaDataVersionOID":"MDV","metaDataRef":"define.xml","itemGroupOID":"IG.XX","records":3,"name":"XX","label":"All Types"
        """#
    static let columns = #"""
        "columns":[{"itemOID":"IT.S","name":"XXS","label":"Text","dataType":"string","length":20,"keySequence":2},{"itemOID":"IT.I","name":"XXI","label":"Integer","dataType":"integer","keySequence":1},{"itemOID":"IT.DEC","name":"XXDEC","label":"Decimal","dataType":"decimal","targetDataType":"decimal","length":8},{"itemOID":"IT.F","name":"XXF","label":"Float","dataType":"float","displayFormat":"8.2"},{"itemOID":"IT.D","name":"XXD","label":"Double","dataType":"double"},{"itemOID":"IT.B","name":"XXB","label":"Boolean","dataType":"boolean"},{"itemOID":"IT.DTM","name":"XXDTM","label":"Datetime","dataType":"datetime","targetDataType":"integer","displayFormat":"E8601DT."},{"itemOID":"IT.DT","name":"XXDT","label":"Date","dataType":"date","targetDataType":"integer","displayFormat":"DATE9."},{"itemOID":"IT.TM","name":"XXTM","label":"Time","dataType":"time","targetDataType":"integer","displayFormat":"TIME8."},{"itemOID":"IT.DTC","name":"XXDTC","label":"Date as text","dataType":"date"},{"itemOID":"IT.U","name":"XXU","label":"URI","dataType":"URI"}]
        """#
    static let rows = [
        #"["a",1,"7.0",1.50,1e5,true,"2013-02-04T12:30:00","2013-02-04","12:30:00","2013-02","http://a/b"]"#,
        #"["",-7,"0.10",-0.5,-0,false,"1959-12-31T23:59:59","1960-01-01","00:00:00","",""]"#,
        #"[null,null,null,null,null,null,null,null,null,null,null]"#,
    ]
    static let ndjson = "{\(attributes),\(columns)}\n\(rows.joined(separator: "\n"))\n"
    static let json = "{\(attributes),\(columns),\"rows\":[\(rows.joined(separator: ","))]}"
}
