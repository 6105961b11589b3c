package talos

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"time"

	sidero "github.com/siderolabs/crypto/x509"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// clientCertificate is signed by an authority and derived from nothing but what is asked for: opened twice, an ephemeral
// resource must give the same text.
type clientCertificate struct {
	authority *sidero.PEMEncodedCertificateAndKey
	subject   pkix.Name
	// purpose tells apart certificates of one authority.
	purpose             string
	notBefore, notAfter time.Time
}

// validity reads not_before and crt_ttl; without them the certificate lives as long as its authority.
func validity(config standin.Values, authority []byte) (notBefore, notAfter time.Time, err error) {
	start := standin.Text(config["not_before"])
	if start == "" {
		parsed, err := parsePEM(authority)
		if err != nil {
			return notBefore, notAfter, &standin.Fault{Summary: "failed to parse the CA certificate", Detail: err.Error()}
		}

		return parsed.NotBefore, parsed.NotAfter, nil
	}

	if notBefore, err = time.Parse(time.RFC3339, start); err != nil {
		return notBefore, notAfter, &standin.Fault{Attribute: "not_before", Summary: "invalid not_before", Detail: err.Error()}
	}

	lifetime, err := standin.Duration(config["crt_ttl"], 87600*time.Hour)
	if err != nil {
		return notBefore, notAfter, &standin.Fault{Attribute: "crt_ttl", Summary: "invalid crt_ttl", Detail: err.Error()}
	}

	return notBefore, notBefore.Add(lifetime), nil
}

func (c clientCertificate) make() (*sidero.PEMEncodedCertificateAndKey, error) {
	authority, err := parsePEM(c.authority.Crt)
	if err != nil {
		return nil, err
	}

	signer, err := c.authority.GetKey()
	if err != nil {
		return nil, fmt.Errorf("error parsing the CA private key: %w", err)
	}

	info := fmt.Sprintf("%s:%d:%d", c.purpose, c.notBefore.Unix(), c.notAfter.Unix())

	seed, err := hkdf.Key(sha256.New, c.authority.Key, []byte("client certificate"), info, 48)
	if err != nil {
		return nil, err
	}

	key, err := derivedKey(signer, seed[:32])
	if err != nil {
		return nil, err
	}

	// without a source of randomness, signatures of both kinds of keys are always the same
	certificate, err := x509.CreateCertificate(nil, &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(seed[32:]),
		Subject:      c.subject,
		NotBefore:    c.notBefore,
		NotAfter:     c.notAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, authority, key.Public(), signer)
	if err != nil {
		return nil, fmt.Errorf("error signing the client certificate: %w", err)
	}

	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}

	return &sidero.PEMEncodedCertificateAndKey{
		Crt: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		Key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
	}, nil
}

// derivedKey is of the same kind as the one of the authority.
func derivedKey(authority any, seed []byte) (crypto.Signer, error) {
	switch authority.(type) {
	case ed25519.PrivateKey, *ed25519.PrivateKey:
		return ed25519.NewKeyFromSeed(seed), nil
	case *ecdsa.PrivateKey:
		return ecdsa.ParseRawPrivateKey(elliptic.P256(), seed)
	default:
		return nil, fmt.Errorf("a CA with a key of type %T is not modelled", authority)
	}
}

func parsePEM(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("failed to parse PEM block")
	}

	return x509.ParseCertificate(block.Bytes)
}

// parseCertificate reads a certificate as it stands in a state: base64 of PEM.
func parseCertificate(encoded string) (*x509.Certificate, error) {
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}

	return parsePEM(text)
}
