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
        let (year, month, day) = civilDate(days: days)
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        return "\(weekdays[Int(days % 7)]), \(twoDigits(day)) \(months[Int(month) - 1]) \(year) \(time) GMT"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// Turns days since 1970 into a date of the Gregorian calendar.
    ///
    /// Counted from 1 March of year 0, so that the leap day is the last of its year and the lengths of the months
    /// repeat: 153 days for every five of them.
    private static func civilDate(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
