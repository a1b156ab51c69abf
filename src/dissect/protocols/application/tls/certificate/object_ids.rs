//! What objects are called that certificates name: X.520, RFC 5280 and the registries of those who sign.

use std::fmt;

use super::der::ObjectId;

/// A number and its name a line; one text, as two thousand pointers would be more than all the names.
const NAMES: &str = "\
0.9.2342.19200300.100.1.1 id-at-userid
0.9.2342.19200300.100.1.25 id-domainComponent
1.2.840.10040.4.1 id-dsa
1.2.840.10040.4.3 id-dsa-with-sha1
1.2.840.10045.2.1 id-ecPublicKey
1.2.840.10045.3.1.7 secp256r1
1.2.840.10045.4.1 ecdsa-with-SHA1
1.2.840.10045.4.3.1 ecdsa-with-SHA224
1.2.840.10045.4.3.2 ecdsa-with-SHA256
1.2.840.10045.4.3.3 ecdsa-with-SHA384
1.2.840.10045.4.3.4 ecdsa-with-SHA512
1.2.840.113549.1.1.1 rsaEncryption
1.2.840.113549.1.1.2 md2WithRSAEncryption
1.2.840.113549.1.1.4 md5WithRSAEncryption
1.2.840.113549.1.1.5 sha1WithRSAEncryption
1.2.840.113549.1.1.10 id-RSASSA-PSS
1.2.840.113549.1.1.11 sha256WithRSAEncryption
1.2.840.113549.1.1.12 sha384WithRSAEncryption
1.2.840.113549.1.1.13 sha512WithRSAEncryption
1.2.840.113549.1.1.14 sha224WithRSAEncryption
1.2.840.113549.1.9.1 pkcs-9-at-emailAddress
1.2.840.113549.1.9.2 pkcs-9-at-unstructuredName
1.3.101.110 id-X25519
1.3.101.111 id-X448
1.3.101.112 id-Ed25519
1.3.101.113 id-Ed448
1.3.132.0.34 secp384r1
1.3.132.0.35 secp521r1
1.3.14.3.2.26 SHA-1
1.3.14.3.2.29 sha1WithRSASignature
1.3.6.1.4.1.11129.2.4.2 SignedCertificateTimestampList
1.3.6.1.4.1.311.20.2 id-ms-enroll-certtype
1.3.6.1.4.1.311.20.2.3 id-ms-user-principal-name
1.3.6.1.4.1.311.21.7 id-ms-certificate-template
1.3.6.1.4.1.311.60.2.1.1 jurisdictionOfIncorporationLocalityName
1.3.6.1.4.1.311.60.2.1.2 jurisdictionOfIncorporationStateOrProvinceName
1.3.6.1.4.1.311.60.2.1.3 jurisdictionOfIncorporationCountryName
1.3.6.1.5.5.7.1.1 id-pe-authorityInfoAccess
1.3.6.1.5.5.7.1.12 id-pe-logotype
1.3.6.1.5.5.7.1.24 id-pe-tlsfeature
1.3.6.1.5.5.7.2.1 id-qt-cps
1.3.6.1.5.5.7.2.2 id-qt-unotice
1.3.6.1.5.5.7.3.1 id-kp-serverAuth
1.3.6.1.5.5.7.3.2 id-kp-clientAuth
1.3.6.1.5.5.7.3.3 id-kp-codeSigning
1.3.6.1.5.5.7.3.4 id-kp-emailProtection
1.3.6.1.5.5.7.3.8 id-kp-timeStamping
1.3.6.1.5.5.7.3.9 id-kp-OCSPSigning
1.3.6.1.5.5.7.48.1 id-ad-ocsp
1.3.6.1.5.5.7.48.1.1 id-pkix-ocsp-basic
1.3.6.1.5.5.7.48.1.2 id-pkix-ocsp-nonce
1.3.6.1.5.5.7.48.1.5 id-pkix-ocsp-nocheck
1.3.6.1.5.5.7.48.2 id-ad-caIssuers
2.16.840.1.101.3.4.2.1 sha256
2.16.840.1.101.3.4.2.2 sha384
2.16.840.1.101.3.4.2.3 sha512
2.16.840.1.113730.1.1 ns_cert_exts.cert_type
2.16.840.1.113730.1.13 ns_cert_exts.comment
2.16.840.1.113730.4.1 serverGatedCrypto
2.23.140.1.1 extended-validation
2.23.140.1.2.1 domain-validated
2.23.140.1.2.2 organization-validated
2.23.140.1.2.3 individual-validated
2.5.29.14 id-ce-subjectKeyIdentifier
2.5.29.15 id-ce-keyUsage
2.5.29.16 id-ce-privateKeyUsagePeriod
2.5.29.17 id-ce-subjectAltName
2.5.29.18 id-ce-issuerAltName
2.5.29.19 id-ce-basicConstraints
2.5.29.30 id-ce-nameConstraints
2.5.29.31 id-ce-cRLDistributionPoints
2.5.29.32 id-ce-certificatePolicies
2.5.29.32.0 anyPolicy
2.5.29.33 id-ce-policyMappings
2.5.29.35 id-ce-authorityKeyIdentifier
2.5.29.36 id-ce-policyConstraints
2.5.29.37 id-ce-extKeyUsage
2.5.29.37.0 anyExtendedKeyUsage
2.5.4.3 id-at-commonName
2.5.4.4 id-at-surname
2.5.4.5 id-at-serialNumber
2.5.4.6 id-at-countryName
2.5.4.7 id-at-localityName
2.5.4.8 id-at-stateOrProvinceName
2.5.4.9 id-at-streetAddress
2.5.4.10 id-at-organizationName
2.5.4.11 id-at-organizationalUnitName
2.5.4.12 id-at-title
2.5.4.13 id-at-description
2.5.4.15 id-at-businessCategory
2.5.4.17 id-at-postalCode
2.5.4.41 id-at-name
2.5.4.42 id-at-givenName
2.5.4.97 id-at-organizationIdentifier
";

/// An object that prints as its name, or as its number where it has none.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a>(pub ObjectId<'a>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.0.to_string();
        let named = |line: &'static str| line.split_once(' ').filter(|(of, _)| *of == number).map(|(_, name)| name);
        f.write_str(NAMES.lines().find_map(named).unwrap_or(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_objects_have_names() {
        assert_eq!(Named(ObjectId(&[0x55, 4, 3])).to_string(), "id-at-commonName");
        assert_eq!(Named(ObjectId(&[0x55, 4, 99])).to_string(), "2.5.4.99");
    }
}
