package tls

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/ssh"
)

var (
	algorithms = []string{"RSA", "ECDSA", "ED25519"}
	curves     = []string{"P224", "P256", "P384", "P521"}
)

func generate(algorithm string, rsaBits int, curve string) (crypto.Signer, error) {
	switch algorithm {
	case "RSA":
		return rsa.GenerateKey(rand.Reader, rsaBits)
	case "ECDSA":
		of, known := map[string]elliptic.Curve{
			"P224": elliptic.P224(), "P256": elliptic.P256(), "P384": elliptic.P384(), "P521": elliptic.P521(),
		}[curve]
		if !known {
			return nil, fmt.Errorf("got the curve %q, it must be one of %q", curve, curves)
		}

		return ecdsa.GenerateKey(of, rand.Reader)
	case "ED25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)

		return key, err
	default:
		return nil, fmt.Errorf("got the algorithm %q, it must be one of %q", algorithm, algorithms)
	}
}

// privateForms are the attributes that hold the key itself. What OpenSSH does not know, a P224 key, is empty.
func privateForms(key crypto.Signer) (map[string]string, error) {
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}

	forms := map[string]string{
		"private_key_pem":       encode("PRIVATE KEY", pkcs8),
		"private_key_pem_pkcs8": encode("PRIVATE KEY", pkcs8),
		"private_key_openssh":   "",
	}

	switch key := key.(type) {
	case *rsa.PrivateKey:
		forms["private_key_pem"] = encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	case *ecdsa.PrivateKey:
		sec1, err := x509.MarshalECPrivateKey(key)
		if err != nil {
			return nil, err
		}

		forms["private_key_pem"] = encode("EC PRIVATE KEY", sec1)

		if key.Curve == elliptic.P224() {
			return forms, nil
		}
	}

	openSSH, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		return nil, err
	}

	forms["private_key_openssh"] = string(pem.EncodeToMemory(openSSH))

	return forms, nil
}

// publicForms are the attributes that anybody may see; the id is made of the public key, too.
func publicForms(key crypto.Signer) (map[string]string, error) {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, err
	}

	id := sha1.Sum(der)
	forms := map[string]string{
		"id":                            hex.EncodeToString(id[:]),
		"public_key_pem":                encode("PUBLIC KEY", der),
		"public_key_openssh":            "",
		"public_key_fingerprint_md5":    "",
		"public_key_fingerprint_sha256": "",
	}

	// the only error is a curve that OpenSSH does not know
	if public, err := ssh.NewPublicKey(key.Public()); err == nil {
		forms["public_key_openssh"] = string(ssh.MarshalAuthorizedKey(public))
		forms["public_key_fingerprint_md5"] = ssh.FingerprintLegacyMD5(public)
		forms["public_key_fingerprint_sha256"] = ssh.FingerprintSHA256(public)
	}

	return forms, nil
}

// parse reads a private key in any of the forms that privateForms makes.
func parse(text string) (key crypto.Signer, algorithm string, err error) {
	parsed, err := ssh.ParseRawPrivateKey([]byte(text))
	if err != nil {
		return nil, "", err
	}

	switch parsed := parsed.(type) {
	case *rsa.PrivateKey:
		return parsed, "RSA", nil
	case *ecdsa.PrivateKey:
		return parsed, "ECDSA", nil
	case *ed25519.PrivateKey:
		return *parsed, "ED25519", nil
	case ed25519.PrivateKey:
		return parsed, "ED25519", nil
	default:
		return nil, "", fmt.Errorf("a key of type %T is none of %q", parsed, algorithms)
	}
}

func encode(title string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: title, Bytes: der}))
}
