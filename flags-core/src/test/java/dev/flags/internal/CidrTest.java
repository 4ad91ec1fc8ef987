package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.9.8.7/8, 10.1.1.1, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "255.255.255.255/32, 255.255.255.255, true",
        "1.2.3.4, 1.2.3.4, true",
        "1.2.3.4, 1.2.3.5, false",
        "192.168.0.0/31, 192.168.0.1, true",
        "192.168.0.0/31, 192.168.0.2, false",
        "2001:db8::/32, 2001:db8::1, true",
        "2001:db8::/32, 2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:db8::/32, 2001:db9::, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, ::2, false",
        "::/0, ::, true",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
        "2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "2001:db8:0:1::/63, 2001:db8::1, true",
        "::1.2.3.4, ::102:304, true",
        "64:ff9b::/96, 64:ff9b::192.0.2.33, true",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, true",
        "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7::, true",
        "0:2:3:4:5:6:7:8, ::2:3:4:5:6:7:8, true",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304, true"
    })
    void contains_comparesThePrefix(String range, String candidate, boolean expected) {
        assertThat(Cidr.parse(range).contains(candidate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:a01:203, true",
        "10.0.0.0/8, ::10.1.2.3, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:0:0/96, 1.2.3.4, true",
        "::ffff:0:0/95, 1.2.3.4, false",
        "::ffff:0:0/95, ::ffff:1.2.3.4, false",
        "::ffff:0:0/95, ::fffe:1.2.3.4, true",
        "::/0, 1.2.3.4, false",
        "::/0, ::ffff:1.2.3.4, false",
        "0.0.0.0/0, ::1, false",
        "::ffff:1.2.3.4, 1.2.3.4, true"
    })
    void mappedAddress_isTheIpv4Address(String range, String candidate, boolean expected) {
        assertThat(Cidr.parse(range).contains(candidate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.",
                ".0.0.0",
                "256.0.0.0",
                "010.0.0.0",
                "00.0.0.0",
                "0x10.0.0.0",
                "1.2.3.4 ",
                "1.2.3.1000",
                "1.2.3.-4",
                "١.2.3.4",
                "localhost",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4::",
                "::01.2.3.4",
                "1:2:3:4:5:6::1.2.3.4",
                "1::2:",
                "::١"
            })
    void notAnAddress_isRefusedAndInNoRange(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an IP address");
        assertThat(Cidr.parse("0.0.0.0/0").contains(text)).isFalse();
        assertThat(Cidr.parse("::/0").contains(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/x", "/-1", "/+8", "/08", "/33", "/8/8", "/ 8", "/1000", "/99999999999"})
    void prefix_outOfRangeOrMalformed_isRefused(String prefix) {
        assertThatThrownBy(() -> Cidr.parse("10.0.0.0" + prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prefix_outOfRange_namesTheRange() {
        assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33")).hasMessage("prefix length not in [0, 32]: \"10.0.0.0/33\"");
        assertThatThrownBy(() -> Cidr.parse("::/129")).hasMessage("prefix length not in [0, 128]: \"::/129\"");
    }

    @Test
    void range_isNoCandidate() {
        assertThat(Cidr.parse("10.0.0.0/8").contains("10.0.0.0/8")).isFalse();
    }

    @Test
    void equals_comparesTheRange() {
        assertThat(Cidr.parse("10.9.9.9/8"))
                .isEqualTo(Cidr.parse("10.0.0.0/8"))
                .isEqualTo(Cidr.parse("::ffff:10.0.0.0/104"))
                .hasSameHashCodeAs(Cidr.parse("10.0.0.0/8"))
                .isNotEqualTo(Cidr.parse("10.0.0.0/9"))
                .isNotEqualTo("10.9.9.9/8")
                .hasToString("10.9.9.9/8");
        assertThat(Cidr.parse("::1")).isEqualTo(Cidr.parse("0:0::1/128")).isNotEqualTo(Cidr.parse("1::1"));
    }
}
