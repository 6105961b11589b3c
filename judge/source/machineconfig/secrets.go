package machineconfig

import (
	"encoding/base64"
	"strings"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
)

// Placeholder stands where a secret would be, so that two runs print the same and nothing secret is ever printed.
const Placeholder = "placeholder"

// placeholderSecrets has the shape that Talos checks (tokens and keys of the right length), and no secret.
func placeholderSecrets() *secrets.Bundle {
	key32 := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("0", 32)))
	token := "000000.0000000000000000"
	authority := func() *x509.PEMEncodedCertificateAndKey {
		return &x509.PEMEncodedCertificateAndKey{Crt: []byte(Placeholder), Key: []byte(Placeholder)}
	}

	return &secrets.Bundle{
		Cluster:    &secrets.Cluster{ID: key32, Secret: key32},
		Secrets:    &secrets.Secrets{BootstrapToken: token, AESCBCEncryptionSecret: key32, SecretboxEncryptionSecret: key32},
		TrustdInfo: &secrets.TrustdInfo{Token: token},
		Certs: &secrets.Certs{
			Etcd:              authority(),
			K8s:               authority(),
			K8sAggregator:     authority(),
			K8sServiceAccount: &x509.PEMEncodedKey{Key: []byte(Placeholder)},
			OS:                authority(),
		},
	}
}
