// Package authority issues the certificates of the homelab's https services.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"
)

// fileName is the certificate of the authority in the state directory.
const fileName = "ca.crt"

// lifetime is how long certificates are valid: a homelab ends long before.
const lifetime = 365 * 24 * time.Hour

// Authority is a certificate authority that lives as long as the homelab; its key is never written anywhere.
type Authority struct {
	path        string
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
}

// New makes an authority and writes its certificate to ca.crt of the state directory, which is made if need be.
//
// A program trusts the services by SSL_CERT_FILE set to CertificatePath.
func New(stateDirectory string) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("the key of the certificate authority cannot be made: %w", err)
	}

	template, err := newTemplate("simulated homelab")
	if err != nil {
		return nil, err
	}

	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign

	encoded, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("the certificate of the authority cannot be made: %w", err)
	}

	certificate, err := x509.ParseCertificate(encoded)
	if err != nil {
		return nil, fmt.Errorf("the certificate of the authority cannot be read: %w", err)
	}

	if err := os.MkdirAll(stateDirectory, 0o700); err != nil {
		return nil, fmt.Errorf("the state directory cannot be made: %w", err)
	}

	path := filepath.Join(stateDirectory, fileName)
	if err := os.WriteFile(path, pemOf(encoded), 0o644); err != nil {
		return nil, fmt.Errorf("the certificate of the authority cannot be written: %w", err)
	}

	return &Authority{path: path, key: key, certificate: certificate}, nil
}

// CertificatePath is the file that holds the certificate of the authority.
func (a *Authority) CertificatePath() string { return a.path }

// CertificatePEM is the certificate of the authority.
func (a *Authority) CertificatePEM() []byte { return pemOf(a.certificate.Raw) }

// ServerCertificate issues a certificate for a server that listens on the addresses.
func (a *Authority) ServerCertificate(ips ...netip.Addr) (tls.Certificate, error) {
	if len(ips) == 0 {
		return tls.Certificate{}, errors.New("a server certificate without an address; give at least one")
	}

	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("the key of a server certificate cannot be made: %w", err)
	}

	template, err := newTemplate(ips[0].String())
	if err != nil {
		return tls.Certificate{}, err
	}

	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}

	for _, ip := range ips {
		template.IPAddresses = append(template.IPAddresses, net.IP(ip.AsSlice()))
	}

	encoded, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("a server certificate for %v cannot be made: %w", ips, err)
	}

	return tls.Certificate{Certificate: [][]byte{encoded, a.certificate.Raw}, PrivateKey: key}, nil
}

func newTemplate(commonName string) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("the serial number of a certificate cannot be made: %w", err)
	}

	now := time.Now()

	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: commonName},
		// clocks of two programs on one machine agree, but not those of a test that turns one back
		NotBefore: now.Add(-time.Hour),
		NotAfter:  now.Add(lifetime),
	}, nil
}

func pemOf(certificate []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}
