package machineconfig

import (
	"crypto/ed25519"
	cryptox509 "crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
)

// Placeholder stands where a secret would be, so that two runs print the same and nothing secret is ever printed.
const Placeholder = "placeholder"

// placeholderSecrets has the shape that Talos checks (tokens and keys of the right length, and certificates where it reads
// them, which it does since they are documents of their own), and no secret.
func placeholderSecrets(contract *config.VersionContract) *secrets.Bundle {
	seed := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("0", 32)))
	token := "000000.0000000000000000"
	certificate, key, older := []byte(Placeholder), []byte(Placeholder), seed

	if contract.Greater(config.TalosVersion1_13) {
		certificate, key = knownAuthority()
		// only what is older than any contract here has one, and a document would show it
		older = ""
	}

	authority := func() *x509.PEMEncodedCertificateAndKey {
		return &x509.PEMEncodedCertificateAndKey{Crt: certificate, Key: key}
	}

	return &secrets.Bundle{
		Cluster:    &secrets.Cluster{ID: seed, Secret: seed},
		Secrets:    &secrets.Secrets{BootstrapToken: token, AESCBCEncryptionSecret: older, SecretboxEncryptionSecret: seed},
		TrustdInfo: &secrets.TrustdInfo{Token: token},
		Certs: &secrets.Certs{
			Etcd:              authority(),
			K8s:               authority(),
			K8sAggregator:     authority(),
			K8sServiceAccount: &x509.PEMEncodedKey{Key: key},
			OS:                authority(),
		},
	}
}

// knownAuthority is a certificate with a key that everybody can make: the one of a seed of zeros. It is the same in each run.
var knownAuthority = sync.OnceValues(func() (certificate, key []byte) {
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	template := &cryptox509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Unix(0, 0),
		NotAfter:              time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA:                  true,
		BasicConstraintsValid: true,
	}

	signed, err := cryptox509.CreateCertificate(nil, template, template, private.Public(), private)
	if err != nil {
		panic(err) // nothing in it is given from outside
	}

	encoded, err := cryptox509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		panic(err)
	}

	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})
})
