import Bytes

/// The date format of HTTP (RFC 9110 §5.6.7).
public enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Writes a time as an IMF-fixdate, for example `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// - Parameter wallSeconds: Seconds since 1970, not before; the years from 1970 to 9999 have four digits.
    /// - Returns: 29 ASCII characters.
    public static func imfFixdate(wallSeconds: Int64) -> String {
        let seconds = max(0, wallSeconds)
        let days = seconds / 86_400
        let date = CivilDate(daysSince1970: days)
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        let day = "\(twoDigits(date.day)) \(months[Int(date.month) - 1]) \(date.year)"
        return "\(weekdays[Int(days % 7)]), \(day) \(time) GMT"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
